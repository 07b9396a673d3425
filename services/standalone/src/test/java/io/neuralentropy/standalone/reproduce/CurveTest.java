package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CurveTest {
    @Nested
    class AtAStep {
        @Test
        void aStraightCurveIsToldExactlyAlsoAtItsEnd() {
            Curve curve = Samples.curve(1600, step -> 5 + 0.25 * step);

            assertEquals(5 + 0.25 * 800, curve.neuralAt(800).value(), 1e-9);
            assertEquals(5 + 0.25 * 1600, curve.neuralAt(1600).value(), 1e-9);
            assertEquals(0.9 * (5 + 0.25 * 1600), curve.learnedAt(1600).value(), 1e-9);
        }

        @Test
        void theErrorIsThatOfTheBucketsAboutTheLine() {
            SplittableRandom random = new SplittableRandom(7);
            int repetitions = 400;
            double squares = 0;
            double stated = 0;
            for (int i = 0; i < repetitions; i++) {
                Curve curve = Samples.curve(3200, step -> 100 + 0.01 * step + 20 * random.nextGaussian());
                Estimate end = curve.neuralAt(3200);
                squares += (end.value() - 132) * (end.value() - 132);
                stated += end.standardError() * end.standardError();
            }
            assertEquals(1, Math.sqrt(stated / squares), 0.1);
        }

        @Test
        void theErrorIsAtLeastThatOfMeasuring() {
            // 25 buckets of 1 % each lie within an eighth of step 1600
            Estimate level = Samples.curve(1600, step -> 100).neuralAt(1408);

            assertEquals(100, level.value(), 1e-9);
            assertEquals(1 / Math.sqrt(25), level.standardError(), 0.02);
        }

        @Test
        void nothingIsKnownWhereThereIsNoBucket() {
            Curve curve = Samples.curve(1600, step -> 100);

            assertFalse(curve.neuralAt(5000).isKnown());
            assertFalse(Samples.curve(1600, step -> Double.NaN).neuralAt(800).isKnown());
        }
    }

    @Nested
    class Thinned {
        @Test
        void keepsMeansAndErrorsOfTheWhole() {
            Curve fine = Samples.curve(160, step -> step);
            Curve coarse = fine.thinned(4);

            assertEquals(3, coarse.size());
            assertEquals(1, coarse.first()[0]);
            assertEquals(64, coarse.last()[0]);
            assertEquals(64, coarse.steps()[0]);
            assertEquals(32, coarse.steps()[2]);
            assertEquals(32.5, coarse.neural()[0], 1e-9);
            double[] errors = fine.neuralError();
            double wanted = Math.sqrt(errors[0] * errors[0]
                            + errors[1] * errors[1]
                            + errors[2] * errors[2]
                            + errors[3] * errors[3])
                    / 4;
            assertEquals(wanted, coarse.neuralError()[0], 1e-12);
            assertTrue(coarse.loss()[1] > coarse.loss()[0]);
        }
    }
}
