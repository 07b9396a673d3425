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

    /** Files of version 1 end where the average now begins. */
    @Test
    void readsFilesFromBeforeThereWereAverages() {
        byte[] bytes = bytes(saved(null));
        byte[] old = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
        ByteBuffer in = ByteBuffer.wrap(old);
        in.putInt(Long.BYTES, 1);
        CRC32C crc = new CRC32C();
        crc.update(old, 0, old.length - Integer.BYTES);
        in.putInt(old.length - Integer.BYTES, (int) crc.getValue());

        SavedRun read = CheckpointCodec.decode(old);

        assertEquals("run", read.run());
        assertArrayEquals(ADAM.second(), read.state().adam().second());
        assertNull(read.state().average());
    }

    private static SavedRun saved(float[] average) {
        return new SavedRun("run", "a=1", 2, new LoopState(new float[] {5, 6}, ADAM, average));
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
