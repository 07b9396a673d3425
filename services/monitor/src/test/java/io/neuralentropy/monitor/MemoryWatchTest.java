package io.neuralentropy.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MemoryWatchTest {
    private long nanos = Long.MAX_VALUE - 7;
    private long gcMillis = 12_345;
    private double live;
    private final MemoryWatch watch = new MemoryWatch(() -> new MemoryReading(gcMillis, live), () -> nanos);

    private void pass(int seconds, int gcMillisPerSecond) {
        for (int i = 0; i < seconds; i++) {
            watch.look();
            nanos += 1_000_000_000L;
            gcMillis += gcMillisPerSecond;
        }
        watch.look();
    }

    @Test
    void whatIsUsualIsNoShortage() {
        assertFalse(watch.isShort());
        live = 0.8;
        pass(300, 200);
        assertFalse(watch.isShort());
        assertEquals(0.2, watch.gcShare(), 1e-9);
    }

    @Test
    void aMinuteOfCollectionsIsOneAndItsEndIsTold() {
        pass(100, 10);
        pass(20, 850);
        assertFalse(watch.isShort(), "not yet");
        pass(40, 850);
        assertEquals(
                "memory is short: 85 % of the last minute went into collecting garbage; raise -Xmx in"
                        + " NEURAL_ENTROPY_JAVA_OPTIONS (or the container's memory), or lower --max-runs",
                watch.shortage().orElseThrow());
        pass(60, 10);
        assertFalse(watch.isShort());
    }

    @Test
    void oneLongCollectionAtTheStartIsNone() {
        pass(10, 900);
        assertFalse(watch.isShort());
    }

    @Test
    void aHeapThatIsFullAfterACollectionIsOne() {
        pass(60, 0);
        live = 0.96;
        pass(1, 0);
        assertTrue(watch.shortage().orElseThrow().contains("96 % of the space for what lasts"));
    }

    @Test
    void aStandstillOfTheWatchItselfCounts() {
        pass(60, 10);
        nanos += 300_000_000_000L;
        gcMillis += 290_000;
        watch.look();
        assertTrue(watch.isShort());
    }

    @Test
    void thisJvmIsRead() {
        MemoryReading before = MemoryReading.now();
        System.gc();
        MemoryReading after = MemoryReading.now();
        assertTrue(after.gcMillis() >= before.gcMillis());
        assertTrue(after.liveShare() > 0 && after.liveShare() < 1, after.toString());
    }
}
