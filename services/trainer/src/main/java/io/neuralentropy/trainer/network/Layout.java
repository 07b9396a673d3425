package io.neuralentropy.trainer.network;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Where each of a network's tensors lies in the one flat vector of its parameters. Immutable. */
final class Layout {
    /** Standard deviation of a standard normal cut off at ±2. */
    private static final double TRUNCATED_DEVIATION = 0.87962566103423978;

    /** What a tensor starts from. */
    enum Initial {
        ZERO,
        ONE,
        /** Normal, truncated at two standard deviations, of variance 1/fan-in; the first axis is that of the outputs. */
        LECUN_NORMAL
    }

    /**
     * One tensor.
     *
     * @param offset of its first element in the flat vector
     * @param length its number of elements
     */
    record Slot(String name, Shape shape, int offset, int length, Initial initial) {}

    private final List<Slot> slots;
    private final int size;

    private Layout(List<Slot> slots, int size) {
        this.slots = List.copyOf(slots);
        this.size = size;
    }

    List<Slot> slots() {
        return slots;
    }

    /** Number of parameters. */
    int size() {
        return size;
    }

    /** Parameters at their initial values. */
    Parameters initialise(long seed) {
        Parameters parameters = new Parameters(this);
        SplittableRandom random = new SplittableRandom(seed);
        for (Slot slot : slots) {
            float[] values = new float[slot.length];
            if (slot.initial == Initial.LECUN_NORMAL) {
                lecunNormal(random, values, values.length / slot.shape.get(0));
            } else if (slot.initial == Initial.ONE) {
                Arrays.fill(values, 1);
            }
            parameters.vector().put(slot.offset, values);
        }
        return parameters;
    }

    private static void lecunNormal(SplittableRandom random, float[] values, long fanIn) {
        double deviation = Math.sqrt(1.0 / fanIn) / TRUNCATED_DEVIATION;
        for (int i = 0; i < values.length; i++) {
            double normal = random.nextGaussian();
            while (Math.abs(normal) > 2) {
                normal = random.nextGaussian();
            }
            values[i] = (float) (deviation * normal);
        }
    }

    /** Lays tensors one after another. */
    static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private int next;

        /** Adds a tensor. @return its index */
        int slot(String name, Initial initial, long... dimensions) {
            Shape shape = new Shape(dimensions);
            int length = Math.toIntExact(shape.size());
            slots.add(new Slot(name, shape, next, length, initial));
            next = Math.addExact(next, length);
            return slots.size() - 1;
        }

        Builder add(String name, Initial initial, long... dimensions) {
            slot(name, initial, dimensions);
            return this;
        }

        Layout build() {
            return new Layout(slots, next);
        }
    }
}
