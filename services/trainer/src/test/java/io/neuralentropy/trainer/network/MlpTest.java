package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlpTest {
    private static final int[] PAPER = {512, 256};

    private final NDManager manager = EngineSetup.engine().newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void hasTheParametersOfThePaper() {
        Mlp network = new Mlp(9, PAPER, 1, manager);

        assertEquals(1_317_129, network.parameterCount());
        assertEquals(18, network.tensorCount());
    }

    @Test
    void feedsHighDimensionsWithoutFourierFeatures() {
        Mlp network = new Mlp(784, PAPER, 1, manager);

        int time = 512 * 512 + 512;
        int data = 784 * 784 + 784;
        int first = 512 * 512 + 512 + 784 * 512 + 512 + 2 * 512;
        int second = 2 * (512 * 256 + 256) + 2 * 256;
        assertEquals(time + data + first + second + 256 * 784 + 784, network.parameterCount());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void computesWhatPlainDoublesCompute(int dimension) {
        int[] hidden = {24, 12};
        Mlp network = new Mlp(dimension, hidden, 5, manager);
        Parameters parameters = network.initialise(6);
        SplittableRandom random = new SplittableRandom(7);
        float[] values = parameters.copy();
        // biases, scales and shifts away from 0 and 1, so that each is seen to be in its place
        IntStream.range(0, values.length).forEach(i -> values[i] += (float) (0.1 * random.nextGaussian()));
        parameters.set(values);
        int rows = 4;
        float[] y = new float[rows * dimension];
        float[] s = {1e-5f, 0.3f, 0.7f, 1};
        IntStream.range(0, y.length).forEach(i -> y[i] = (float) random.nextGaussian());

        NDArray e = network.forward(
                manager.create(y, new Shape(rows, dimension)),
                manager.create(s, new Shape(rows, 1)),
                parameters.leaves(manager, false));

        ReferenceMlp reference = new ReferenceMlp(network, hidden, values);
        for (int row = 0; row < rows; row++) {
            double[] point = new double[dimension];
            int start = row * dimension;
            Arrays.setAll(point, d -> y[start + d]);
            float[] own = Arrays.copyOfRange(e.toFloatArray(), start, start + dimension);
            double[] expected = reference.output(point, s[row]);
            for (int d = 0; d < dimension; d++) {
                assertEquals(expected[d], own[d], 1e-5, "row " + row + ", entry " + d);
            }
        }
    }

    @Test
    void startsFromFlaxDefaults() {
        Mlp network = new Mlp(9, PAPER, 1, manager);
        Parameters parameters = network.initialise(2);

        for (Layout.Slot slot : parameters.layout().slots()) {
            float[] values = new float[slot.length()];
            parameters.vector().get(slot.offset(), values);
            if (slot.name().endsWith(".kernel")) {
                assertLecunNormal(slot, values);
            } else {
                float expected = slot.name().endsWith(".scale") ? 1 : 0;
                for (float value : values) {
                    assertEquals(expected, value, slot.name());
                }
            }
        }
    }

    private static void assertLecunNormal(Layout.Slot slot, float[] values) {
        double deviation = 1 / Math.sqrt(slot.shape().get(1));
        double square = 0;
        double most = 0;
        for (float value : values) {
            square += (double) value * value;
            most = Math.max(most, Math.abs(value));
        }
        // 5 standard errors of a sample deviation
        assertEquals(1, Math.sqrt(square / values.length) / deviation, 5 / Math.sqrt(2.0 * values.length), slot.name());
        assertTrue(most <= 2 * deviation / 0.8796, slot.name() + " is cut off at two deviations: " + most);
    }

    @Test
    void frequenciesHaveThePapersScale() {
        Mlp network = new Mlp(9, PAPER, 1, manager);

        float[] frequencies = network.dataFrequencies();
        double square = 0;
        for (float f : frequencies) {
            square += f / (2 * Math.PI) * f / (2 * Math.PI);
        }
        assertEquals(0.1, Math.sqrt(square / frequencies.length), 0.01);
        int half = frequencies.length / 2;
        assertArrayEquals(
                Arrays.copyOf(frequencies, half),
                Arrays.copyOfRange(frequencies, half, 2 * half),
                "sines and cosines have the same frequencies");
    }

    @Test
    void isAFunctionOfItsSeeds() {
        Mlp network = new Mlp(2, PAPER, 1, manager);

        assertArrayEquals(network.initialise(3).copy(), network.initialise(3).copy());
        assertFalse(Arrays.equals(
                network.initialise(3).copy(), network.initialise(4).copy()));
        assertArrayEquals(network.timeFrequencies(), new Mlp(2, PAPER, 1, manager).timeFrequencies());
        assertFalse(Arrays.equals(network.timeFrequencies(), new Mlp(2, PAPER, 9, manager).timeFrequencies()));
    }
}
