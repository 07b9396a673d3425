package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a run takes in the store and in its changelog. {@code -Dstate.steps=10000000} goes on to as many steps; the table of
 * docs/benchmarks.md is what this prints.
 */
class StateSizeTest {
    /** Steps between commits: 250 ms at 100 steps per second. The store's cache writes a record once per commit. */
    private static final int STEPS_PER_COMMIT = 25;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Stored.Written storage = new Stored.Written();
    private final RunState state = new RunState("run", DetectorSettings.defaults(), storage);
    private long step;

    /** Goes on to a step; bytes written to the changelog on the way, values and keys. */
    private long advance(long to) {
        long written = 0;
        while (step < to) {
            step++;
            state.accept(Step.of(new Origin("run", 0, 0, 1_764_000_000_000L + step), step)
                    .samples(32)
                    .loss(random.nextDouble())
                    .neuralEntropy(new Moments(random.nextDouble(), random.nextDouble(), 32))
                    .learnedEntropy(new Moments(random.nextDouble(), random.nextDouble(), 32))
                    .gradientNorm(random.nextDouble())
                    .seconds(random.nextDouble())
                    .build());
            if (step % STEPS_PER_COMMIT == 0) {
                written += commit();
            }
        }
        return written;
    }

    private long commit() {
        state.save();
        return storage.drainBytes();
    }

    @Test
    void aRunGrowsWithTheLogarithmOfItsSteps() {
        long last = Long.getLong("state.steps", 1_000_000);
        Map<Long, Long> sizes = new HashMap<>();
        for (long decade = 1_000; decade <= last; decade *= 10) {
            long before = step;
            double perStep = (double) advance(decade) / (decade - before);
            sizes.put(decade, storage.storedBytes());
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %,d | %d | %.0f |%n",
                    decade,
                    storage.storedBytes(),
                    storage.records().size(),
                    perStep);
        }
        long oneDecade = sizes.get(100_000L) - sizes.get(10_000L);
        assertTrue(sizes.get(1_000_000L) - sizes.get(100_000L) < 1.1 * oneDecade, sizes.toString());
    }
}
