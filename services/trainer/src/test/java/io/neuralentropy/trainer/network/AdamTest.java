package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AdamTest {
    private static final double RATE = 1e-3;

    /** Tensors longer and shorter than a block, and one that ends in a ragged one. */
    private static final Layout LAYOUT = new Layout.Builder()
            .add("long", Layout.Initial.ZERO, 3, 1000)
            .add("short", Layout.Initial.ZERO, 7)
            .add("block", Layout.Initial.ZERO, 1024)
            .build();

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void followsTorchInPlainDoubles() {
        Parameters parameters = start();
        Adam adam = new Adam(parameters, LearningRate.constant(RATE));
        Reference reference = new Reference(parameters.copy());

        for (int step = 1; step <= 200; step++) {
            float[] gradient = gaussian(1);
            step(adam, 1, of(gradient));
            reference.step(gradient);
        }

        assertClose(reference.theta, parameters.copy(), 2e-6);
    }

    /** A gradient as small as ε shows where ε stands: torch and optax add it after the bias correction of √v. */
    @Test
    void addsEpsilonAfterTheBiasCorrection() {
        Parameters parameters = start();
        Adam adam = new Adam(parameters, LearningRate.constant(RATE));
        Reference reference = new Reference(parameters.copy());
        double[] before = reference.theta.clone();
        float[] gradient = new float[parameters.size()];
        Arrays.fill(gradient, 1e-8f);

        step(adam, 1, of(gradient));
        reference.step(gradient);

        // first step: m̂ = g and v̂ = g², so the step is rate·g/(g + ε), half a rate; ε before the correction would
        // make it
        // 1/33 of it
        assertEquals(RATE / 2, before[0] - reference.theta[0], 1e-9);
        assertClose(reference.theta, parameters.copy(), 1e-6);
    }

    @Test
    void addsUpTheGradientsOfAllParts() {
        Parameters whole = start();
        Parameters halves = new Parameters(LAYOUT);
        halves.set(whole.copy());
        float[] one = gaussian(1);
        float[] two = gaussian(1);
        float[] sum = new float[one.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = one[i] + two[i];
        }

        double norm = step(new Adam(whole, LearningRate.constant(RATE)), 1, of(sum));
        double normOfHalves = step(new Adam(halves, LearningRate.constant(RATE)), 3, of(one), of(two));

        assertArrayEquals(whole.copy(), halves.copy());
        double expected = 0;
        for (float g : sum) {
            expected += (double) g * g;
        }
        assertEquals(expected, norm, 1e-5 * expected);
        assertEquals(norm, normOfHalves, 1e-5 * norm);
    }

    @Test
    void goesOnFromItsStateAsIfNeverInterrupted() {
        Parameters parameters = start();
        Adam adam = new Adam(parameters, LearningRate.constant(RATE));
        step(adam, 1, of(gaussian(1)));
        step(adam, 1, of(gaussian(1)));
        Parameters copy = new Parameters(LAYOUT);
        copy.set(parameters.copy());
        Adam resumed = new Adam(copy, LearningRate.constant(RATE));
        resumed.restore(adam.state());
        float[] gradient = gaussian(1);

        step(adam, 1, of(gradient));
        step(resumed, 1, of(gradient));

        assertEquals(3, resumed.state().steps());
        assertArrayEquals(parameters.copy(), copy.copy());
        assertArrayEquals(adam.state().second(), resumed.state().second());
    }

    @Test
    void refusesAStateOfAnotherNetwork() {
        Adam adam = new Adam(start(), LearningRate.constant(RATE));

        assertThrows(IllegalArgumentException.class, () -> adam.restore(new Adam.State(1, new float[3], new float[3])));
    }

    @Test
    void carriesNotANumberOn() {
        Parameters parameters = start();
        float[] gradient = gaussian(1);
        gradient[5] = Float.NaN;

        double norm = step(new Adam(parameters, LearningRate.constant(RATE)), 1, of(gradient));

        assertTrue(Double.isNaN(norm));
        assertTrue(Float.isNaN(parameters.copy()[5]));
        assertTrue(Float.isFinite(parameters.copy()[6]));
    }

    @Nested
    class WithClipping {
        @Test
        void shortensALongGradientToItsBound() {
            float[] gradient = gaussian(1);
            double norm = norm(gradient);
            float[] shortened = new float[gradient.length];
            for (int i = 0; i < gradient.length; i++) {
                shortened[i] = gradient[i] * (float) (0.5 / norm);
            }

            float[] clipped = firstMoment(new Adam(ones(), LearningRate.constant(RATE), 0.5), gradient);

            assertArrayEquals(firstMoment(new Adam(ones(), LearningRate.constant(RATE)), shortened), clipped);
        }

        @Test
        void leavesAShortOneAsItIs() {
            float[] gradient = gaussian(1);
            double bound = 1.01 * norm(gradient);

            assertArrayEquals(
                    firstMoment(new Adam(ones(), LearningRate.constant(RATE)), gradient),
                    firstMoment(new Adam(ones(), LearningRate.constant(RATE), bound), gradient));
        }

        @Test
        void measuresTheNormOfAllPartsBeforehand() {
            float[] gradient = gaussian(1);
            Adam adam = new Adam(ones(), LearningRate.constant(RATE), 0.5);

            double square = 0;
            for (int part = 0; part < 3; part++) {
                square += adam.squareNorm(part, 3, List.of(of(gradient)));
            }

            assertEquals(norm(gradient), Math.sqrt(square), 1e-5 * norm(gradient));
        }

        /** The first moment, which shows the gradient as it was applied. */
        private float[] firstMoment(Adam adam, float[] gradient) {
            adam.begin(norm(gradient));
            adam.apply(0, 1, List.of(of(gradient)));
            return adam.state().first();
        }

        private double norm(float[] values) {
            double sum = 0;
            for (float value : values) {
                sum += (double) value * value;
            }
            return Math.sqrt(sum);
        }
    }

    private Parameters ones() {
        Parameters parameters = new Parameters(LAYOUT);
        float[] values = new float[LAYOUT.size()];
        Arrays.fill(values, 1);
        parameters.set(values);
        return parameters;
    }

    private Parameters start() {
        Parameters parameters = new Parameters(LAYOUT);
        parameters.set(gaussian(0.1));
        return parameters;
    }

    private float[] gaussian(double deviation) {
        float[] values = new float[LAYOUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static Gradients of(float[] flat) {
        return new Gradients(LAYOUT.slots().stream()
                .map(slot ->
                        FloatBuffer.wrap(flat, slot.offset(), slot.length()).slice())
                .toArray(FloatBuffer[]::new));
    }

    private static double step(Adam adam, int parts, Gradients... gradients) {
        adam.begin();
        double norm = 0;
        for (int part = 0; part < parts; part++) {
            norm += adam.apply(part, parts, List.of(gradients));
        }
        return norm;
    }

    private static void assertClose(double[] expected, float[] actual, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, "parameter " + i);
        }
    }

    /** torch.optim.Adam as its documentation states it, one number at a time. */
    private static final class Reference {
        final double[] theta;
        private final double[] m;
        private final double[] v;
        private int steps;

        Reference(float[] start) {
            theta = new double[start.length];
            Arrays.setAll(theta, i -> start[i]);
            m = new double[start.length];
            v = new double[start.length];
        }

        void step(float[] g) {
            steps++;
            for (int i = 0; i < theta.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                double mHat = m[i] / (1 - Math.pow(0.9, steps));
                double vHat = v[i] / (1 - Math.pow(0.999, steps));
                theta[i] -= RATE * mHat / (Math.sqrt(vHat) + 1e-8);
            }
        }
    }
}
