package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates by the times of events: twenty steps a second, whatever events there are. */
class WindowRatesTest {
    private static final long STEP_MILLIS = 50;

    private static WindowSums window(int every, boolean withSpan, long from, LongUnaryOperator time) {
        Buckets buckets = new Buckets(Grid.WINDOW);
        for (long t = from + every; t <= from + Math.max(1024, 4L * every); t += every) {
            Step step = Step.of(new Origin("run", 0, 0, time.applyAsLong(t)), t)
                    .loss(1)
                    .span(withSpan ? every : 1)
                    .build();
            buckets.mutable(t).add(step, false);
        }
        Bucket[] all = new Bucket[buckets.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = buckets.get(i);
        }
        return new WindowSums(all);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "10, false", "10, true", "100, true", "500, false", "500, true", "1000, true"})
    void anEventThatSumsUpStepsCountsWithTheTimeThatTheyTook(int every, boolean withSpan) {
        WindowSums window = window(every, withSpan, 3200, t -> t * STEP_MILLIS);
        assertEquals(20, window.stepsPerSecond(1), 1e-9);
    }

    @Test
    void whatAResumptionTookIsNoPartOfIt() {
        WindowSums window = window(1, false, 3200, t -> t * STEP_MILLIS + (t > 3800 ? 600_000 : 0));
        assertEquals(20, window.stepsPerSecond(3801), 1e-9);
        assertTrue(window.stepsPerSecond(1) < 2, "a pause within an attempt is");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05", "100, 5", "500, 25"})
    void silenceIsMeasuredByTheTimeFromEventToEvent(int every, double seconds) {
        assertEquals(seconds, window(every, false, 3200, t -> t * STEP_MILLIS).medianIntervalSeconds(1), 1e-9);
    }
}
