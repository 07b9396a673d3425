package io.neuralentropy.standalone.replay;

/**
 * One line of a file of events, as it stands there.
 *
 * @param number from 1
 * @param bytes without the line's end; null where the line is longer than Kafka takes
 * @param length of the whole line, in bytes
 */
record Line(long number, byte[] bytes, long length) {
    boolean isTooLong() {
        return bytes == null;
    }

    boolean isBlank() {
        if (bytes == null) {
            return false;
        }
        for (byte b : bytes) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
