package io.neuralentropy.monitor.topology;

import java.time.Duration;

/**
 * Bounds and pace of the topology.
 *
 * @param maxRuns runs that one instance keeps; events of further ones are dead letters
 * @param maxRanks ranks of one run; events of further ones are dead letters
 * @param publishInterval how often snapshots of changed runs are published
 * @param inMemory stores in memory rather than in RocksDB
 */
public record TopologySettings(int maxRuns, int maxRanks, Duration publishInterval, boolean inMemory) {
    public static TopologySettings defaults() {
        return new TopologySettings(1000, 4096, Duration.ofMillis(200), true);
    }

    /** The same with stores in memory or in RocksDB. */
    public TopologySettings inMemory(boolean value) {
        return new TopologySettings(maxRuns, maxRanks, publishInterval, value);
    }

    /** The same with another bound on runs. */
    public TopologySettings maxRuns(int value) {
        return new TopologySettings(value, maxRanks, publishInterval, inMemory);
    }
}
