package io.neuralentropy.monitor.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Curve;
import java.util.Map;
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

    private int record() {
        return RunJson.record(Snapshooter.of(state), "neural-entropy-monitor").length;
    }

    private Map<Integer, byte[]> blocks() {
        return CurveBlock.of("run", Snapshooter.of(state).curve().coarse(Curve.COARSE));
    }

    @Test
    void aRecordStaysSmallAndACurveGrowsByOneBlockPerDoubling() {
        advance(1, 10_000);
        int atTenThousand = record();
        Map<Integer, byte[]> before = blocks();
        advance(10_001, 1_000_000);
        int atMillion = record();
        Map<Integer, byte[]> blocks = blocks();
        String sizes = "a record of run metrics at 10,000 and 1,000,000 steps: " + atTenThousand + ", " + atMillion
                + " bytes; blocks of the curve: "
                + blocks.values().stream().map(block -> block.length).toList();
        System.out.println(sizes);
        assertTrue(atMillion < 3_000, sizes);
        assertTrue(atMillion - atTenThousand < 700, sizes);
        assertEquals(20, blocks.size(), sizes);
        for (int number = 0; number < 20; number++) {
            assertTrue(blocks.get(number).length < 6_000, sizes);
            if (number < 13) {
                assertArrayEquals(before.get(number), blocks.get(number), "block " + number + " was done");
            }
        }
    }
}
