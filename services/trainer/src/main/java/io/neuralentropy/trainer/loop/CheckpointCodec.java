package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.network.Adam;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Checkpoints as bytes, big-endian: {@code NEMCKPT\0}, format version, run, settings, attempt, steps, number of parameters,
 * parameters, first moments, second moments, number of averaged
 * parameters (0: none are kept) and those, size of the estimates' memory and that, CRC-32C of all before. Texts are UTF-8 after their length.
 */
final class CheckpointCodec {
    static final int VERSION = 3;
    /** The first version, of which there is no average yet. */
    private static final int WITHOUT_AVERAGE = 1;
    /** The last version of which there is no memory yet. */
    private static final int WITHOUT_MEMORY = 2;

    private static final long MAGIC = 0x4e454d434b505400L;

    private CheckpointCodec() {}

    static ByteBuffer encode(SavedRun saved) {
        byte[] run = saved.run().getBytes(StandardCharsets.UTF_8);
        byte[] settings = saved.settings().getBytes(StandardCharsets.UTF_8);
        int count = saved.state().parameters().length;
        int head = Long.BYTES + 5 * Integer.BYTES + run.length + settings.length + Long.BYTES;
        float[] average =
                saved.state().average() == null ? new float[0] : saved.state().average();
        int body = Math.addExact(Math.multiplyExact(count, 3 * Float.BYTES), Math.multiplyExact(average.length, 4));
        double[] memory =
                saved.state().memory() == null ? new double[0] : saved.state().memory();
        int tail = 3 * Integer.BYTES + memory.length * Double.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(head + tail, body));
        bytes.putLong(MAGIC).putInt(VERSION);
        bytes.putInt(run.length).put(run);
        bytes.putInt(settings.length).put(settings);
        bytes.putInt(saved.attempt()).putLong(saved.step()).putInt(count);
        putFloats(bytes, saved.state().parameters());
        putFloats(bytes, saved.state().adam().first());
        putFloats(bytes, saved.state().adam().second());
        bytes.putInt(average.length);
        putFloats(bytes, average);
        bytes.putInt(memory.length);
        bytes.asDoubleBuffer().put(memory);
        bytes.position(bytes.position() + memory.length * Double.BYTES);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return bytes.flip();
    }

    /** @throws CheckpointException when the bytes are not a whole checkpoint of this version; the message goes on from a name */
    static SavedRun decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 2 * Long.BYTES || in.getLong() != MAGIC) {
            throw new CheckpointException("is not a checkpoint");
        }
        int version = in.getInt();
        if (version < WITHOUT_AVERAGE || version > VERSION) {
            throw new CheckpointException(
                    "has format version " + version + ", this program reads " + WITHOUT_AVERAGE + " to " + VERSION);
        }
        if (checksum(bytes, bytes.length - Integer.BYTES) != in.getInt(bytes.length - Integer.BYTES)) {
            throw new CheckpointException("is truncated or corrupt (checksum)");
        }
        try {
            String run = text(in);
            String settings = text(in);
            int attempt = in.getInt();
            long steps = in.getLong();
            int count = in.getInt();
            float[] parameters = floats(in, count);
            float[] first = floats(in, count);
            Adam.State adam = new Adam.State(steps, first, floats(in, count));
            int averaged = version == WITHOUT_AVERAGE ? 0 : in.getInt();
            float[] average = averaged == 0 ? null : floats(in, averaged);
            double[] memory = version <= WITHOUT_MEMORY ? null : doubles(in, in.getInt());
            return new SavedRun(run, settings, attempt, new LoopState(parameters, adam, average, memory));
        } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException e) {
            throw new CheckpointException("is truncated or corrupt (lengths)", e);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void putFloats(ByteBuffer bytes, float[] values) {
        bytes.asFloatBuffer().put(values);
        bytes.position(bytes.position() + values.length * Float.BYTES);
    }

    private static float[] floats(ByteBuffer in, int count) {
        if (count > in.remaining() / Float.BYTES) {
            throw new BufferUnderflowException();
        }
        float[] values = new float[count];
        in.asFloatBuffer().get(values);
        in.position(in.position() + count * Float.BYTES);
        return values;
    }

    private static double[] doubles(ByteBuffer in, int count) {
        if (count > in.remaining() / Double.BYTES) {
            throw new BufferUnderflowException();
        }
        double[] values = new double[count];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + count * Double.BYTES);
        return values;
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
