package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UNetTest {
    /** Odd sizes, so that halving rounds; attention at the lower of two resolutions; a block with and one without a skip. */
    private static final UNetSettings SMALL = new UNetSettings(2, 7, 5, 8, List.of(1, 2), 1, 1, 0.25, 3);

    private static final int ROWS = 3;

    private final NDManager manager = EngineSetup.engine().newBaseManager();
    private final SplittableRandom random = new SplittableRandom(4);

    @AfterEach
    void close() {
        manager.close();
    }

    @Nested
    class Untrained {
        /** Entropy matching, v (κ = 1) and EDM's F (κ = σ_data) therefore start at S_NN = S_lin = 0. */
        @Test
        void putsOutExactlyNothing() {
            UNet network = new UNet(SMALL, manager);

            float[] output = output(network, network.initialise(1), points(ROWS), labels(0, 1, 2), null);

            assertArrayEquals(new float[ROWS * SMALL.dimension()], output);
        }

        @Test
        void isAFunctionOfItsSeed() {
            UNet network = new UNet(SMALL, manager);

            assertArrayEquals(
                    network.initialise(3).copy(), network.initialise(3).copy());
            assertFalse(Arrays.equals(
                    network.initialise(3).copy(), network.initialise(4).copy()));
        }

        @Test
        void startsFromUnitVarianceKernelsAndSilentEnds() {
            Parameters parameters = new UNet(SMALL, manager).initialise(1);

            for (Layout.Slot slot : parameters.layout().slots()) {
                float[] values = new float[slot.length()];
                parameters.vector().get(slot.offset(), values);
                double square = 0;
                for (float value : values) {
                    square += (double) value * value;
                }
                double fanIn = (double) slot.length() / slot.shape().get(0);
                if (slot.initial() == Layout.Initial.LECUN_NORMAL) {
                    // 5 standard errors of a sample variance
                    assertEquals(1, square / slot.length() * fanIn, 5 * Math.sqrt(2.0 / slot.length()), slot.name());
                } else {
                    assertEquals(slot.name().endsWith(".scale") ? slot.length() : 0, square, slot.name());
                }
            }
        }
    }

    /** Along the gradient of each tensor the loss rises by the gradient's norm: no tensor is left out or used wrongly. */
    @Test
    void gradientOfEachTensorIsTheSlopeOfTheLoss() {
        UNet network = new UNet(SMALL, manager);
        float[] start = shaken(network);
        Parameters parameters = network.initialise(1);
        float[] points = points(ROWS);
        float[] direction = points(ROWS);
        parameters.set(start);
        float[] gradient = gradient(network, parameters, points, direction);

        for (Layout.Slot slot : parameters.layout().slots()) {
            double norm = norm(gradient, slot);
            assertTrue(norm > 1e-3, slot.name() + " has a gradient: " + norm);
            double h = 2e-2 / Math.max(1, norm);
            double above = lossAt(network, parameters, moved(start, gradient, slot, h / norm), points, direction);
            double below = lossAt(network, parameters, moved(start, gradient, slot, -h / norm), points, direction);
            assertEquals(norm, (above - below) / (2 * h), 0.01 * norm + 2e-3, slot.name());
        }
    }

    @Test
    void rowsKnowNothingOfEachOther() {
        UNet network = new UNet(SMALL, manager);
        Parameters parameters = network.initialise(1);
        parameters.set(shaken(network));
        float[] points = points(ROWS);

        float[] together = output(network, parameters, points, labels(0, 1, 2), null);
        int length = SMALL.dimension();
        float[] alone = output(network, parameters, Arrays.copyOf(points, length), labels(0), null);

        for (int i = 0; i < length; i++) {
            assertEquals(together[i], alone[i], 1e-4, "number " + i);
        }
    }

    @Nested
    class Labels {
        private final UNet network = new UNet(SMALL, manager);
        private final Parameters parameters = network.initialise(1);

        @Test
        void changeTheOutput() {
            parameters.set(shaken(network));
            float[] point = points(1);

            float[] one = output(network, parameters, point, labels(0), null);
            float[] other = output(network, parameters, point, labels(1), null);

            assertTrue(distance(one, other) > 1e-3);
        }

        @Test
        void mayBeLeftOut() {
            parameters.set(shaken(network));
            float[] point = points(1);

            assertArrayEquals(
                    output(network, parameters, point, labels(-1), null),
                    output(network, parameters, point, null, null));
        }
    }

    @Nested
    class WithDropout {
        private final UNet network = new UNet(SMALL, manager);
        private final Parameters parameters = network.initialise(1);

        @Test
        void isAFunctionOfEachRowsRandomNumbers() {
            parameters.set(shaken(network));
            float[] points = points(2);

            float[] once = output(network, parameters, points, null, dropout(1, 2));
            float[] again = output(network, parameters, points, null, dropout(1, 2));
            float[] other = output(network, parameters, points, null, dropout(1, 3));

            assertArrayEquals(once, again);
            int length = SMALL.dimension();
            double first = distance(Arrays.copyOf(once, length), Arrays.copyOf(other, length));
            double second = distance(
                    Arrays.copyOfRange(once, length, 2 * length), Arrays.copyOfRange(other, length, 2 * length));
            assertTrue(first < 1e-4, "the row of the same numbers: " + first);
            assertTrue(second > 1e-3, "the row of others: " + second);
        }

        @Test
        void dropsItsShareAndScalesTheRest() {
            float[] mask = dropout(1, 2).mask(manager, new Shape(2, 10_001)).toFloatArray();

            long dropped = 0;
            for (float value : mask) {
                assertTrue(value == 0 || Math.abs(value - 1 / 0.75f) < 1e-6, "kept or dropped: " + value);
                dropped += value == 0 ? 1 : 0;
            }
            // 4 standard errors
            assertEquals(0.25, (double) dropped / mask.length, 4 * Math.sqrt(0.25 * 0.75 / mask.length));
        }

        /** So that a run that moves between CPU and GPU keeps its masks. */
        @Test
        void isTheSameFromTheDeviceAsFromTheHost() {
            Dropout device = dropout(1, 2, 3);
            Dropout host = dropout(1, 2, 3);
            for (int block = 0; block < 3; block++) {
                Shape shape = new Shape(3, 5, 7, 11 + block);
                NDArray mask = device.onDevice(manager, shape);
                assertEquals(shape, mask.getShape());
                assertArrayEquals(host.onHost(manager, shape).toFloatArray(), mask.toFloatArray(), "block " + block);
            }
        }

        /** Neighbours, rows, blocks and seeds that differ by a bit have nothing in common. */
        @Test
        void isIndependentOfItsNeighboursRowsAndBlocks() {
            int length = 1 << 18;
            Dropout dropout = dropout(1, 2);
            float[] mask = dropout.mask(manager, new Shape(2, length)).toFloatArray();
            float[] next = dropout.mask(manager, new Shape(2, length)).toFloatArray();
            for (int lag : new int[] {1, 2, 3, 7, 8, 64, 1 << 10, 1 << 16, (1 << 17) + 1}) {
                assertIndependent(mask, 0, mask, lag, length - lag);
            }
            assertIndependent(mask, 0, mask, length, length);
            assertIndependent(mask, 0, next, 0, 2 * length);
            assertPatternsAreAlike(mask);
        }

        private void assertIndependent(float[] a, int fromA, float[] b, int fromB, int count) {
            int both = 0;
            for (int i = 0; i < count; i++) {
                both += a[fromA + i] == 0 && b[fromB + i] == 0 ? 1 : 0;
            }
            double expected = 1 / 16.0;
            assertEquals(
                    expected,
                    (double) both / count,
                    4.5 * Math.sqrt(expected * (1 - expected) / count),
                    fromA + " with " + fromB);
        }

        /** Eight activations side by side: each of the 256 patterns as often as its chance, by chi-squared. */
        private void assertPatternsAreAlike(float[] mask) {
            int[] seen = new int[256];
            for (int i = 0; i < mask.length; i += 8) {
                int pattern = 0;
                for (int k = 0; k < 8; k++) {
                    pattern = 2 * pattern + (mask[i + k] == 0 ? 1 : 0);
                }
                seen[pattern]++;
            }
            double square = 0;
            for (int pattern = 0; pattern < 256; pattern++) {
                int dropped = Integer.bitCount(pattern);
                double expected = mask.length / 8.0 * Math.pow(0.25, dropped) * Math.pow(0.75, 8 - dropped);
                square += Math.pow(seen[pattern] - expected, 2) / expected;
            }
            assertEquals(255, square, 5 * Math.sqrt(2 * 255));
        }

        private Dropout dropout(long... seeds) {
            return new Dropout(
                    SMALL.dropout(),
                    Arrays.stream(seeds).mapToObj(SplittableRandom::new).toList());
        }
    }

    @Test
    void refusesSizesThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> new UNetSettings(1, 3, 8, 8, List.of(1, 1, 1), 1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new UNetSettings(1, 8, 8, 8, List.of(1), 1, 2, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new UNetSettings(1, 8, 8, 8, List.of(1), 1, 1, 1, 0));
    }

    /** Initial values moved by noise, so that nothing is silent. */
    private float[] shaken(UNet network) {
        float[] values = network.initialise(1).copy();
        SplittableRandom noise = new SplittableRandom(2);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.1 * noise.nextGaussian());
        }
        return values;
    }

    private float[] points(int rows) {
        float[] points = new float[rows * SMALL.dimension()];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        return points;
    }

    private NDArray labels(int... classes) {
        float[] oneHot = new float[classes.length * SMALL.classes()];
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] >= 0) {
                oneHot[row * SMALL.classes() + classes[row]] = 1;
            }
        }
        return manager.create(oneHot, new Shape(classes.length, SMALL.classes()));
    }

    private float[] output(UNet network, Parameters parameters, float[] points, NDArray labels, Dropout dropout) {
        return forward(network, parameters.leaves(manager, false), points, labels, dropout)
                .toFloatArray();
    }

    private NDArray forward(UNet network, NDList leaves, float[] points, NDArray labels, Dropout dropout) {
        int rows = points.length / SMALL.dimension();
        float[] times = new float[rows];
        for (int row = 0; row < rows; row++) {
            times[row] = (row + 0.5f) / ROWS;
        }
        NDArray y = manager.create(points, new Shape(rows, SMALL.dimension()));
        return network.forward(new NetworkInput(y, manager.create(times, new Shape(rows, 1)), labels, dropout), leaves);
    }

    private float[] gradient(UNet network, Parameters parameters, float[] points, float[] direction) {
        try (GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            NDList leaves = parameters.leaves(manager, true);
            NDArray output = forward(network, leaves, points, labels(0, 1, 2), null);
            collector.backward(
                    output.mul(manager.create(direction, output.getShape())).sum());
            return Gradients.of(leaves).copy();
        }
    }

    private double lossAt(UNet network, Parameters parameters, float[] values, float[] points, float[] direction) {
        parameters.set(values);
        float[] output = output(network, parameters, points, labels(0, 1, 2), null);
        double sum = 0;
        for (int i = 0; i < output.length; i++) {
            sum += (double) output[i] * direction[i];
        }
        return sum;
    }

    private static float[] moved(float[] start, float[] gradient, Layout.Slot slot, double by) {
        float[] moved = start.clone();
        for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
            moved[i] += (float) (by * gradient[i]);
        }
        return moved;
    }

    private static double norm(float[] gradient, Layout.Slot slot) {
        double sum = 0;
        for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
            sum += (double) gradient[i] * gradient[i];
        }
        return Math.sqrt(sum);
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += ((double) one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }
}
