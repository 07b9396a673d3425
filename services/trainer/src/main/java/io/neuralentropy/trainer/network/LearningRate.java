package io.neuralentropy.trainer.network;

/**
 * Adam's rate by step: constant at first, then falling as 1/√step (Karras et al., arXiv:2312.02696). It does not depend on how many
 * steps are planned, so that a run can be trained on for longer.
 *
 * @param initial above 0
 * @param constantSteps steps before it falls; 0: it never does
 */
public record LearningRate(double initial, long constantSteps) {
    public LearningRate {
        if (!(initial > 0 && initial < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning rate must be above 0, not " + initial);
        }
        if (constantSteps < 0) {
            throw new IllegalArgumentException(
                    "rate decay must begin after 0 (never) or more steps, not " + constantSteps);
        }
    }

    /** The same at every step. */
    public static LearningRate constant(double rate) {
        return new LearningRate(rate, 0);
    }

    /** The rate of a step, counted from 1. */
    public double at(long step) {
        return constantSteps == 0 || step <= constantSteps
                ? initial
                : initial * Math.sqrt((double) constantSteps / step);
    }
}
