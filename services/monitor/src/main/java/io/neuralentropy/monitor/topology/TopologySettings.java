package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.detectors.DetectorSettings;
import java.time.Duration;

/**
 * Bounds and pace of the topology.
 *
 * @param maxRuns runs that one instance keeps; events of further ones are dead letters
 * @param maxRanks ranks of one run; events of further ones are dead letters
 * @param groups bounds of the storage laws
 * @param publishInterval how often snapshots of changed runs are published
 * @param metricsInterval how often a changed run is written to the topic of run metrics, at most; at once when it ends
 * @param retainFinished how long after its last event a finished run stays in state and metrics
 * @param retainSilent how long after its last event any other run does
 * @param inMemory stores in memory rather than in RocksDB
 * @param detectors thresholds of the verdicts on runs
 */
public record TopologySettings(
        int maxRuns,
        int maxRanks,
        GroupBounds groups,
        Duration publishInterval,
        Duration metricsInterval,
        Duration retainFinished,
        Duration retainSilent,
        boolean inMemory,
        DetectorSettings detectors) {

    public TopologySettings {
        require(maxRuns >= 1, "the bound on runs must be at least 1: " + maxRuns);
        require(maxRanks >= 1, "the bound on ranks must be at least 1: " + maxRanks);
        requirePositive("publish interval", publishInterval);
        requirePositive("interval of run metrics", metricsInterval);
        requirePositive("time for which finished runs are kept", retainFinished);
        requirePositive("time for which silent runs are kept", retainSilent);
    }

    private static void requirePositive(String what, Duration duration) {
        require(!duration.isNegative() && !duration.isZero(), "the " + what + " must be positive: " + duration);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public static TopologySettings defaults() {
        return new TopologySettings(
                1000,
                4096,
                new GroupBounds(1000, 1000),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofHours(24),
                Duration.ofDays(30),
                true,
                DetectorSettings.defaults());
    }

    /** The same with stores in memory or in RocksDB. */
    public TopologySettings inMemory(boolean value) {
        return new TopologySettings(
                maxRuns,
                maxRanks,
                groups,
                publishInterval,
                metricsInterval,
                retainFinished,
                retainSilent,
                value,
                detectors);
    }

    /** The same with another bound on runs. */
    public TopologySettings maxRuns(int value) {
        return new TopologySettings(
                value,
                maxRanks,
                groups,
                publishInterval,
                metricsInterval,
                retainFinished,
                retainSilent,
                inMemory,
                detectors);
    }

    /** The same with other bounds of the storage laws. */
    public TopologySettings groups(GroupBounds value) {
        return new TopologySettings(
                maxRuns,
                maxRanks,
                value,
                publishInterval,
                metricsInterval,
                retainFinished,
                retainSilent,
                inMemory,
                detectors);
    }

    /** The same with another pace of run metrics. */
    public TopologySettings metricsInterval(Duration value) {
        return new TopologySettings(
                maxRuns, maxRanks, groups, publishInterval, value, retainFinished, retainSilent, inMemory, detectors);
    }

    /** The same with runs kept for as long after their last event: finished ones, and all others. */
    public TopologySettings retain(Duration finished, Duration silent) {
        return new TopologySettings(
                maxRuns, maxRanks, groups, publishInterval, metricsInterval, finished, silent, inMemory, detectors);
    }

    /** The same with other thresholds. */
    public TopologySettings detectors(DetectorSettings value) {
        return new TopologySettings(
                maxRuns,
                maxRanks,
                groups,
                publishInterval,
                metricsInterval,
                retainFinished,
                retainSilent,
                inMemory,
                value);
    }
}
