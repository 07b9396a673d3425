package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EmaTest {
    private static final Layout LAYOUT =
            new Layout.Builder().add("all", Layout.Initial.ZERO, 10_001).build();

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void beginsAtTheParameters() {
        Parameters live = random();

        assertArrayEquals(live.copy(), new Ema(live, 0.9).average().copy());
    }

    @Test
    void followsItsDefinitionInPlainDoubles() {
        Parameters live = random();
        double decay = 0.8;
        Ema ema = new Ema(live, decay);
        double expected = live.copy()[7_000];
        for (int step = 1; step <= 100; step++) {
            live.set(random().copy());
            double delta = Math.min(decay, (1.0 + step) / (10 + step));
            expected = delta * expected + (1 - delta) * live.copy()[7_000];

            ema.apply(step, 0, 1);
        }

        assertEquals(expected, ema.average().copy()[7_000], 1e-5);
    }

    @Test
    void isTheSameInAnyNumberOfParts() {
        Parameters live = random();
        Ema one = new Ema(live, 0.99);
        Ema three = new Ema(live, 0.99);
        live.set(random().copy());

        one.apply(5, 0, 1);
        for (int part = 0; part < 3; part++) {
            three.apply(5, part, 3);
        }

        assertArrayEquals(one.average().copy(), three.average().copy());
    }

    private Parameters random() {
        Parameters parameters = new Parameters(LAYOUT);
        float[] values = new float[LAYOUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        parameters.set(values);
        return parameters;
    }
}
