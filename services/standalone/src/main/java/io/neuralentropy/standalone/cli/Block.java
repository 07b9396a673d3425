package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.Training;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Advances a training by as many steps as take about a tenth of a second: often enough to hear a stop and to show
 * progress, seldom enough to cost nothing. Not thread-safe.
 */
final class Block {
    private static final long TARGET_NANOS = Duration.ofMillis(100).toNanos();
    private static final int MAX_STEPS = 1_024;

    private final LongSupplier clock;
    private final BooleanSupplier stop;
    private int steps = 1;

    /**
     * @param clock nanoseconds
     * @param stop cuts blocks short
     */
    Block(LongSupplier clock, BooleanSupplier stop) {
        this.clock = clock;
        this.stop = stop;
    }

    /** One block, until a stop is asked for; false when the training has ended. */
    boolean advance(Training training) {
        return advance(training, MAX_STEPS);
    }

    /** One block of no more than so many steps, at least 1; false when the training has ended. */
    boolean advance(Training training, long most) {
        steps = (int) Math.min(steps, most);
        long start = clock.getAsLong();
        boolean more = training.advance(steps, stop);
        resize(clock.getAsLong() - start);
        return more;
    }

    /** Grows by doubling at most: the first steps are slow, and an evaluation is not a step. */
    private void resize(long nanos) {
        long fitting = steps * TARGET_NANOS / Math.max(1, nanos);
        steps = (int) Math.max(1, Math.min(MAX_STEPS, Math.min(2L * steps, fitting)));
    }
}
