package io.neuralentropy.trainer.network;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Where each of a network's tensors lies in the one flat vector of its parameters. Immutable. */
final class Layout {
    /**
     * One tensor.
     *
     * @param offset of its first element in the flat vector
     * @param length its number of elements
     */
    record Slot(String name, Shape shape, int offset, int length) {}

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

    /** Lays tensors one after another. */
    static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private int next;

        Builder add(String name, long... dimensions) {
            Shape shape = new Shape(dimensions);
            int length = Math.toIntExact(shape.size());
            slots.add(new Slot(name, shape, next, length));
            next = Math.addExact(next, length);
            return this;
        }

        Layout build() {
            return new Layout(slots, next);
        }
    }
}
