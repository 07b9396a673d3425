package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.detectors.DetectorSettings;
import java.time.Duration;

/**
 * Bounds and pace of the topology.
 *
 * @param maxRuns runs that one instance keeps; events of further ones are dead letters
 * @param maxRanks ranks of one run; events of further ones are dead letters
 * @param publishInterval how often snapshots of changed runs are published
 * @param inMemory stores in memory rather than in RocksDB
 * @param detectors thresholds of the verdicts on runs
 */
public record TopologySettings(
        int maxRuns, int maxRanks, Duration publishInterval, boolean inMemory, DetectorSettings detectors) {
    public static TopologySettings defaults() {
        return new TopologySettings(1000, 4096, Duration.ofMillis(200), true, DetectorSettings.defaults());
    }

    /** The same with stores in memory or in RocksDB. */
    public TopologySettings inMemory(boolean value) {
        return new TopologySettings(maxRuns, maxRanks, publishInterval, value, detectors);
    }

    /** The same with another bound on runs. */
    public TopologySettings maxRuns(int value) {
        return new TopologySettings(value, maxRanks, publishInterval, inMemory, detectors);
    }

    /** The same with other thresholds. */
    public TopologySettings detectors(DetectorSettings value) {
        return new TopologySettings(maxRuns, maxRanks, publishInterval, inMemory, value);
    }
}
