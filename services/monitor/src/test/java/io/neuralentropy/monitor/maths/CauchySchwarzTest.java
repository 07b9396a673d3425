package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On networks d = a·d* + b·η with η orthogonal to d*, ⟨‖η‖²⟩ = 1: S_NN = a² S_tot + b², S_lin = (2a − a²) S_tot − b², and so
 * S_CS = S_tot / (1 + b² / (a² S_tot)).
 */
class CauchySchwarzTest {
    private static final double TOTAL = 7;

    private static double neural(double a, double b) {
        return a * a * TOTAL + b * b;
    }

    private static double learned(double a, double b) {
        return (2 * a - a * a) * TOTAL - b * b;
    }

    private static Estimate bound(double neural, double learned) {
        return Measures.cauchySchwarz(new Estimate(neural, 0), new Estimate(learned, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.01, 0.5, 1, 2, 30})
    void aNetworkThatErrsOnlyInScaleProvesAllOfIt(double a) {
        assertEquals(TOTAL, bound(neural(a, 0), learned(a, 0)).value(), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "1, 3", "0.5, 1", "2, 1", "-1, 1", "1, 1000"})
    void anOrthogonalErrorCostsItsShareAndTheBoundIsNeverBelowWhatIsLearned(double a, double b) {
        double value = bound(neural(a, b), learned(a, b)).value();
        assertEquals(TOTAL / (1 + b * b / (a * a * TOTAL)), value, 1e-9);
        assertTrue(value < TOTAL);
        assertTrue(value >= learned(a, b));
        assertTrue(value >= 0);
    }

    @Test
    void whereNothingRightIsKnownNothingIsProven() {
        assertEquals(0, bound(neural(0, 2), learned(0, 2)).value());
    }

    @Test
    void itIsUnknownWhereTheNumbersAreBad() {
        double nan = Double.NaN;
        double infinite = Double.POSITIVE_INFINITY;
        assertFalse(bound(0, 1).isKnown());
        assertFalse(bound(-1, 1).isKnown());
        assertFalse(bound(nan, 1).isKnown());
        assertFalse(bound(1, nan).isKnown());
        assertFalse(bound(infinite, 1).isKnown());
        assertFalse(bound(infinite, -infinite).isKnown());
        assertFalse(bound(1, -infinite).isKnown());
    }

    @Test
    void anUnknownErrorOfEitherIsAnUnknownErrorOfTheBound() {
        Estimate exact = new Estimate(5, 0);
        Estimate vague = new Estimate(5, Double.NaN);
        assertTrue(Double.isNaN(Measures.cauchySchwarz(vague, exact).standardError()));
        assertTrue(Double.isNaN(Measures.cauchySchwarz(exact, vague).standardError()));
    }

    @Nested
    class ItsError {
        /** Deviation of S_CS over draws of (S_NN, S_lin) with small errors, correlated. */
        private double seen(double neural, double learned, double ofNeural, double ofLearned, double correlation) {
            Random random = new Random(11);
            int draws = 40_000;
            double sum = 0;
            double squares = 0;
            double centre = bound(neural, learned).value();
            for (int i = 0; i < draws; i++) {
                double x = random.nextGaussian();
                double y = correlation * x + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                double value =
                        bound(neural + ofNeural * x, learned + ofLearned * y).value() - centre;
                sum += value;
                squares += value * value;
            }
            return Math.sqrt(squares / draws - Math.pow(sum / draws, 2));
        }

        // the derivatives by S_lin and S_NN, a and a − a², are of one sign below a = 1, else of opposite ones
        @ParameterizedTest(name = "a = {0}: correlation {1}")
        @CsvSource({"0.6, 1", "1.6, -1", "-2, 1"})
        void isTheWorstThatAnyCovarianceOfTheTwoCanDo(double scale, double worst) {
            double neural = 10;
            double learned = neural * (2 * scale - 1);
            Estimate stated = Measures.cauchySchwarz(new Estimate(neural, 0.01), new Estimate(learned, 0.02));
            double error = stated.standardError();
            assertEquals(error, seen(neural, learned, 0.01, 0.02, worst), 0.02 * error);
            for (double other : new double[] {-worst, 0, 0.7 * worst}) {
                assertTrue(seen(neural, learned, 0.01, 0.02, other) < 0.99 * error);
            }
        }

        /** Of 2,000 evaluations of 200 points each: 95.4 % and 2.3 % are to be expected where the error is no larger than it need be. */
        @ParameterizedTest(name = "scale {0}, error {1}")
        @CsvSource({"1, 0", "1, 1", "0.5, 2", "1.4, 1", "0.2, 3"})
        void coversTheTruthAndSeldomLeadsAboveIt(double a, double b) {
            double truth = bound(neural(a, b), learned(a, b)).value();
            Random random = new Random(17);
            int evaluations = 2_000;
            int inside = 0;
            int above = 0;
            for (int i = 0; i < evaluations; i++) {
                Estimate found = evaluation(a, b, 200, random);
                double off = (found.value() - truth) / found.standardError();
                inside += Math.abs(off) <= 2 ? 1 : 0;
                above += off > 2 ? 1 : 0;
            }
            // where S_NN + S_lin is within its noise of 0, so is the error to first order: what misses then lies below
            boolean isKnownWell = truth > 1;
            assertTrue(inside >= (isKnownWell ? 0.94 : 0.9) * evaluations, "inside " + inside);
            assertTrue(above <= 0.033 * evaluations, "above " + above);
        }

        /** At one point d = a·d* + b·η and the target is d* with noise: what an evaluation averages over its points. */
        private Estimate evaluation(double a, double b, int points, Random random) {
            double[] neural = new double[points];
            double[] learned = new double[points];
            for (int i = 0; i < points; i++) {
                double ideal = Math.sqrt(TOTAL) * random.nextGaussian();
                double d = a * ideal + b * random.nextGaussian();
                double target = ideal + 3 * random.nextGaussian();
                neural[i] = d * d;
                learned[i] = 2 * d * target - d * d;
            }
            return Measures.cauchySchwarz(mean(neural), mean(learned));
        }

        private Estimate mean(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double mean = sum / values.length;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Estimate(mean, Math.sqrt(squares / (values.length - 1) / values.length));
        }
    }
}
