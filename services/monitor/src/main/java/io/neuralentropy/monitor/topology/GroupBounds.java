package io.neuralentropy.monitor.topology;

/**
 * How much is kept for the storage laws; new runs over a bound are left out of them and counted.
 *
 * @param groups of one partition
 * @param runs of one group
 */
public record GroupBounds(int groups, int runs) {

    public GroupBounds {
        require("groups", groups);
        require("runs of a group", runs);
    }

    private static void require(String what, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound on " + what + " must be at least 1: " + bound);
        }
    }
}
