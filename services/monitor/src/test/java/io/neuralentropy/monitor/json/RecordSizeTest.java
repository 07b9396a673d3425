package io.neuralentropy.monitor.json;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordSizeTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final RunState state = new RunState("run");

    private void advance(long from, long to) {
        for (long step = from; step <= to; step++) {
            state.accept(Step.of(new Origin("run", 0, 0, 1_764_000_000_000L + step), step)
                    .samples(32)
                    .loss(random.nextDouble())
                    .neuralEntropy(new Moments(random.nextDouble(), random.nextDouble(), 32))
                    .learnedEntropy(new Moments(random.nextDouble(), random.nextDouble(), 32))
                    .gradientNorm(random.nextDouble())
                    .seconds(random.nextDouble())
                    .build());
        }
    }

    private int bytes() {
        RunSnapshot snapshot = Snapshooter.of(state);
        return RunJson.record(snapshot, snapshot.curve().coarse(Curve.COARSE)).length;
    }

    @Test
    void aRecordOfAMillionStepsIsSmallAndGrowsWithTheirLogarithm() {
        advance(1, 10_000);
        int atTenThousand = bytes();
        advance(10_001, 100_000);
        int atHundredThousand = bytes();
        advance(100_001, 1_000_000);
        int atMillion = bytes();
        String sizes = atTenThousand + ", " + atHundredThousand + ", " + atMillion + " bytes";
        System.out.println("a record of run metrics at 10,000, 100,000, 1,000,000 steps: " + sizes);
        assertTrue(atMillion < 100_000, sizes);
        int oneDecade = atHundredThousand - atTenThousand;
        assertTrue(atMillion - atHundredThousand < 1.3 * oneDecade, sizes);
        assertTrue(Snapshooter.of(state).curve().coarse(Curve.COARSE).size() < 300);
    }
}
