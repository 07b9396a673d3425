package io.neuralentropy.bench.crowd;

import io.neuralentropy.bench.Samples;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.maths.Grid;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that fill the state of a long run as far as a step each would: one for each bucket of its history, and one for each of
 * the window's at its end. They sum up a bucket's steps, at most 1,024 of them.
 */
final class LongRun {
    /** Steps that the window keeps. */
    private static final long WINDOW = 128 * 32L;

    private LongRun() {}

    /** Last steps of the events, ascending. */
    static List<Long> ends(long steps) {
        List<Long> ends = new ArrayList<>();
        long step = 0;
        while (step < steps) {
            Grid grid = step >= steps - WINDOW ? Grid.WINDOW : Grid.HISTORY;
            step = Math.min(steps, grid.last(step + 1));
            ends.add(step);
        }
        return ends;
    }

    static Step event(Samples samples, long after, long end) {
        Step one = samples.step(end, 0);
        int span = (int) Math.min(Step.MAX_SPAN, end - after);
        return Step.of(one.origin(), end)
                .span(span)
                .samples(span * one.samples())
                .loss(one.loss())
                .neuralEntropy(one.neuralEntropy())
                .learnedEntropy(one.learnedEntropy())
                .learningRate(one.learningRate())
                .gradientNorm(one.gradientNorm())
                .seconds(span * one.seconds())
                .build();
    }
}
