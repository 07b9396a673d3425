package io.neuralentropy.trainer.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * IDX files, the format of MNIST: two zero bytes, type, rank, the sizes as big-endian ints, then the numbers, big-endian. The
 * first axis is that of the data points; what the others say of images, {@link ImageAxes} knows.
 */
final class IdxReader {
    private IdxReader() {}

    static boolean knows(byte[] start) {
        return start.length >= 4 && start[0] == 0 && start[1] == 0;
    }

    static Matrix read(Source source, FileLayout layout) throws IOException {
        ByteBuffer magic = source.take(4, ByteOrder.BIG_ENDIAN);
        Numbers type = type(source, magic.get(2));
        int rank = magic.get(3) & 0xff;
        if (rank == 0) {
            throw source.refuse("is an IDX file without axes: it needs at least one");
        }
        ByteBuffer sizes = source.take(rank * Integer.BYTES, ByteOrder.BIG_ENDIAN);
        int[] lengths = new int[rank];
        sizes.asIntBuffer().get(lengths);
        long rows = sizes.getInt();
        long columns = 1;
        for (int axis = 1; axis < rank; axis++) {
            long size = sizes.getInt();
            if (size < 0 || size != 0 && columns > Integer.MAX_VALUE / size) {
                throw source.refuse("has data points of more than " + Integer.MAX_VALUE + " numbers");
            }
            columns *= size;
        }
        if (rows < 0) {
            throw source.refuse("has more than " + Integer.MAX_VALUE + " data points");
        }
        float[] values = source.numbers(type, ByteOrder.BIG_ENDIAN, rows, columns);
        return ImageAxes.matrix(source, layout, Arrays.copyOfRange(lengths, 1, rank), values);
    }

    private static Numbers type(Source source, byte code) {
        switch (code) {
            case 0x08:
                return Numbers.U8;
            case 0x09:
                return Numbers.I8;
            case 0x0B:
                return Numbers.I16;
            case 0x0C:
                return Numbers.I32;
            case 0x0D:
                return Numbers.F32;
            case 0x0E:
                return Numbers.F64;
            default:
                throw source.refuse(String.format(
                        "looks like an IDX file, but its type 0x%02x is none of 08 09 0b 0c 0d 0e", code));
        }
    }
}
