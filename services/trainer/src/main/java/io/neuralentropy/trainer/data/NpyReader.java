package io.neuralentropy.trainer.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's .npy files, versions 1 to 3: numbers of one plain type, in C or Fortran order. The first axis is that of the data
 * points; all others are laid out in one row in C order, as NumPy's {@code reshape(n, -1)} does, but for images with their colours
 * last ({@link ImageAxes}).
 */
final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

    private NpyReader() {}

    static boolean knows(byte[] start) {
        if (start.length < MAGIC.length) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    static Matrix read(Source source, FileLayout layout) throws IOException {
        String header = header(source);
        String descr = first(source, DESCR, header, "type");
        boolean fortran = first(source, ORDER, header, "order").equals("True");
        long[] shape = shape(source, first(source, SHAPE, header, "shape"));
        long columns = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            if (shape[axis] != 0 && columns > Integer.MAX_VALUE / shape[axis]) {
                throw source.refuse("has data points of more than " + Integer.MAX_VALUE + " numbers");
            }
            columns *= shape[axis];
        }
        ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        float[] values = source.numbers(type(source, descr), order, shape[0], columns);
        int[] axes = Arrays.stream(shape).skip(1).mapToInt(Math::toIntExact).toArray();
        return ImageAxes.matrix(source, layout, axes, fortran ? rowMajor(values, shape) : values);
    }

    private static String header(Source source) throws IOException {
        int version = source.take(8, ByteOrder.LITTLE_ENDIAN).get(6);
        if (version < 1 || version > 3) {
            throw source.refuse("is an .npy file of version " + version + ": save it as version 1, 2 or 3");
        }
        long length = version == 1
                ? source.take(2, ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff
                : source.take(4, ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
        if (length > LONGEST_HEADER) {
            throw source.refuse("has an .npy header of " + length + " bytes: save a plain array of numbers");
        }
        byte[] text = source.take((int) length, ByteOrder.LITTLE_ENDIAN).array();
        return new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static String first(Source source, Pattern pattern, String header, String what) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw source.refuse("has an .npy header without a plain " + what
                    + ": save a plain array of numbers, for instance with numpy.save(file, a.astype('<f4'))");
        }
        return matcher.group(1);
    }

    private static long[] shape(Source source, String text) {
        String[] sizes = text.strip().split("\\s*,\\s*");
        if (sizes[0].isEmpty()) {
            throw source.refuse("holds a single number: data need an array of shape (N, D)");
        }
        long[] shape = new long[sizes.length];
        for (int axis = 0; axis < shape.length; axis++) {
            if (sizes[axis].length() > 18 || !sizes[axis].matches("\\d+")) {
                throw source.refuse("has the shape (" + text + "), which is not one of an array");
            }
            shape[axis] = Long.parseLong(sizes[axis]);
        }
        return shape;
    }

    private static Numbers type(Source source, String descr) {
        switch (descr.isEmpty() ? "" : descr.substring(1)) {
            case "u1":
                return Numbers.U8;
            case "b1":
                return Numbers.BOOL;
            case "i1":
                return Numbers.I8;
            case "u2":
                return Numbers.U16;
            case "u4":
                return Numbers.U32;
            case "f2":
                return Numbers.F16;
            case "i2":
                return Numbers.I16;
            case "i4":
                return Numbers.I32;
            case "i8":
                return Numbers.I64;
            case "f4":
                return Numbers.F32;
            case "f8":
                return Numbers.F64;
            default:
                throw source.refuse("holds numbers of type '" + descr
                        + "', not one of f2 f4 f8 b1 i1 u1 i2 u2 i4 u4 i8: save it with a.astype('<f4')");
        }
    }

    /** From first index fastest to last index fastest. */
    private static float[] rowMajor(float[] values, long[] shape) {
        float[] ordered = new float[values.length];
        int[] index = new int[shape.length];
        for (float value : values) {
            long position = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                position = position * shape[axis] + index[axis];
            }
            ordered[(int) position] = value;
            for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
                index[axis] = 0;
            }
        }
        return ordered;
    }
}
