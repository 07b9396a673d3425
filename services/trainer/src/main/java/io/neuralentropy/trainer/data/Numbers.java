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

    private final int size;

    Numbers(int size) {
        this.size = size;
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
