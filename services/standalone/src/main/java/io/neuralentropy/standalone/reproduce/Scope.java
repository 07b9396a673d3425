package io.neuralentropy.standalone.reproduce;

import java.nio.file.Path;
import java.util.Set;

/**
 * How much of an experiment is wanted.
 *
 * @param quick minutes instead of hours: fewer epochs
 * @param epochs of each run; 0: as the experiment has it
 * @param seeds runs of each variant
 * @param threads that share a batch
 * @param only variants, or runs, that are wanted; empty: all
 * @param checkpoints where the trainings keep their checkpoints
 * @param large whether there is a GPU for networks that a CPU is too slow for
 */
public record Scope(
        boolean quick, int epochs, int seeds, int threads, Set<String> only, Path checkpoints, boolean large) {
    public Scope {
        require(epochs >= 0, "--epochs must be 0 or more: " + epochs);
        require(seeds >= 1, "--seeds must be at least 1: " + seeds);
        require(threads >= 1, "--threads must be at least 1: " + threads);
        only = Set.copyOf(only);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ReproduceException(otherwise);
        }
    }

    /** Epochs of each run: those asked for, else the quick or the full number. */
    int epochs(int quickly, int fully) {
        return epochs > 0 ? epochs : quick ? quickly : fully;
    }
}
