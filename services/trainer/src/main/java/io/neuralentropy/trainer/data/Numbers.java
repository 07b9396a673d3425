package io.neuralentropy.trainer.data;

import java.nio.ByteBuffer;

/** How a number lies in a binary file. */
enum Numbers {
    /** A pixel: scaled from 0 … 255 to [0, 1], as in the paper. */
    U8(1) {
        @Override
        double get(ByteBuffer bytes) {
            return pixel(bytes.get());
        }
    },
    /** 0 or 1. */
    BOOL(1) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.get() == 0 ? 0 : 1;
        }
    },
    I8(1) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.get();
        }
    },
    I16(2) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.getShort();
        }
    },
    /** Taken as it is: nothing says that it is a pixel, nor which value is the brightest. */
    U16(2) {
        @Override
        double get(ByteBuffer bytes) {
            return Short.toUnsignedInt(bytes.getShort());
        }
    },
    U32(4) {
        @Override
        double get(ByteBuffer bytes) {
            return Integer.toUnsignedLong(bytes.getInt());
        }
    },
    I32(4) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    I64(8) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    /** IEEE 754's half precision. */
    F16(2) {
        @Override
        double get(ByteBuffer bytes) {
            return half(bytes.getShort());
        }
    },
    F32(4) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F64(8) {
        @Override
        double get(ByteBuffer bytes) {
            return bytes.getDouble();
        }
    };

    private static final double BRIGHTEST = 255;
    private static final int HALF_FRACTION_BITS = 10;
    private static final int HALF_FRACTIONS = (1 << HALF_FRACTION_BITS) - 1;
    private static final int HALF_EXPONENTS = 31;
    /** Exponent of the smallest number in half precision, a power of two. */
    private static final int HALF_SMALLEST = -24;

    private final int size;

    Numbers(int size) {
        this.size = size;
    }

    private static double half(short bits) {
        int exponent = bits >>> HALF_FRACTION_BITS & HALF_EXPONENTS;
        int fraction = bits & HALF_FRACTIONS;
        double size;
        if (exponent == HALF_EXPONENTS) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((double) fraction, HALF_SMALLEST);
        } else {
            size = Math.scalb((double) (fraction | 1 << HALF_FRACTION_BITS), exponent - 1 + HALF_SMALLEST);
        }
        return bits < 0 ? -size : size;
    }

    /** A pixel's brightness, 0 to 1. */
    static float pixel(byte unsigned) {
        return (float) ((unsigned & 0xff) / BRIGHTEST);
    }

    /** Bytes of one number. */
    int size() {
        return size;
    }

    /** Reads the next number. */
    abstract double get(ByteBuffer bytes);
}
