package io.neuralentropy.monitor.maths;

import io.neuralentropy.events.Step;

/**
 * What of an event counts.
 *
 * @param step the event, without what was known
 * @param weight of its loss and gradient norm
 * @param newSteps how many of its steps no earlier event had brought: 0 where it only adds quantities to known steps
 */
public record Contribution(Step step, double weight, long newSteps) {

    /** All of an event. */
    public static Contribution of(Step step) {
        return new Contribution(step, weight(step), step.span());
    }

    /** A part of an event: weighted by the samples that the whole one states. */
    public static Contribution of(Step part, Step whole, long newSteps) {
        return new Contribution(part, weight(whole), newSteps);
    }

    private static double weight(Step step) {
        return step.samples() > 0 ? step.samples() : step.span();
    }
}
