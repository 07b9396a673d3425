package io.neuralentropy.trainer.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Labels of images in IDX files, by the names of MNIST: {@code …-images-idx3-ubyte} has {@code …-labels-idx1-ubyte}. */
final class IdxLabels {
    private static final int MAGIC = 0x0801;

    private IdxLabels() {}

    /**
     * The labels that lie beside a file of images.
     *
     * @return one per image; null where there is no such file
     * @throws DataSetException when it is damaged or has another number
     */
    static int[] beside(Path images, int count) {
        String name = images.getFileName().toString();
        String other = name.replace("images-idx3", "labels-idx1");
        Path file = images.resolveSibling(other);
        return other.equals(name) || !Files.isReadable(file) ? null : read(file, count);
    }

    private static int[] read(Path file, int count) {
        try (Source source = Source.open(file)) {
            ByteBuffer head = source.take(2 * Integer.BYTES, ByteOrder.BIG_ENDIAN);
            if (head.getInt() != MAGIC) {
                throw source.refuse("holds no labels: an IDX file of unsigned bytes with one axis is wanted");
            }
            int size = head.getInt();
            if (size != count) {
                throw source.refuse("has " + size + " labels for " + count + " images: fetch the files anew");
            }
            ByteBuffer bytes = source.take(count, ByteOrder.BIG_ENDIAN);
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = bytes.get() & 0xff;
            }
            return labels;
        } catch (IOException e) {
            throw Source.failed(file, e);
        }
    }
}
