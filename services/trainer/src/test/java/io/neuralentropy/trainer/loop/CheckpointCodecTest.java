package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.neuralentropy.trainer.network.Adam;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class CheckpointCodecTest {
    private static final Adam.State ADAM = new Adam.State(7, new float[] {1, 2}, new float[] {3, 4});

    @Test
    void keepsTheAverageBesideTheParameters() {
        SavedRun read = decoded(saved(new float[] {8, 9}));

        assertArrayEquals(new float[] {5, 6}, read.state().parameters());
        assertArrayEquals(new float[] {8, 9}, read.state().average());
        assertArrayEquals(ADAM.second(), read.state().adam().second());
        assertEquals(7, read.step());
    }

    @Test
    void keepsNoneWhereThereIsNone() {
        assertNull(decoded(saved(null)).state().average());
    }

    @Test
    void keepsWhatTheEstimatesRemember() {
        double[] memory = {1.5, Double.NaN, -0.0};
        SavedRun read = decoded(saved(new float[] {8, 9}, memory));

        assertArrayEquals(memory, read.state().memory());
        assertArrayEquals(new float[] {8, 9}, read.state().average());
    }

    /** Files of version 1 end where the average now begins. */
    @Test
    void readsFilesFromBeforeThereWereAverages() {
        SavedRun read = CheckpointCodec.decode(older(1, 2 * Integer.BYTES, null));

        assertEquals("run", read.run());
        assertArrayEquals(ADAM.second(), read.state().adam().second());
        assertNull(read.state().average());
        assertNull(read.state().memory());
    }

    /** Files of version 2 end where the memory now begins. */
    @Test
    void readsFilesFromBeforeThereWasAMemory() {
        SavedRun read = CheckpointCodec.decode(older(2, Integer.BYTES, new float[] {8, 9}));

        assertArrayEquals(new float[] {8, 9}, read.state().average());
        assertNull(read.state().memory());
    }

    private static byte[] older(int version, int shorter, float[] average) {
        byte[] bytes = bytes(saved(average));
        byte[] old = Arrays.copyOf(bytes, bytes.length - shorter);
        ByteBuffer in = ByteBuffer.wrap(old);
        in.putInt(Long.BYTES, version);
        CRC32C crc = new CRC32C();
        crc.update(old, 0, old.length - Integer.BYTES);
        in.putInt(old.length - Integer.BYTES, (int) crc.getValue());
        return old;
    }

    private static SavedRun saved(float[] average) {
        return saved(average, new double[0]);
    }

    private static SavedRun saved(float[] average, double[] memory) {
        return new SavedRun("run", "a=1", 2, new LoopState(new float[] {5, 6}, ADAM, average, memory));
    }

    private static SavedRun decoded(SavedRun saved) {
        return CheckpointCodec.decode(bytes(saved));
    }

    private static byte[] bytes(SavedRun saved) {
        ByteBuffer buffer = CheckpointCodec.encode(saved);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
