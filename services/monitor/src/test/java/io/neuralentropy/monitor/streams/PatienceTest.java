package io.neuralentropy.monitor.streams;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private long now = Long.MAX_VALUE - 10;
    private final Patience patience = new Patience(Duration.ofNanos(60), () -> now);

    @Test
    void lastsForAsLongAsTheFaultIsNew() {
        assertTrue(patience.lasts());
        now += 30;
        assertTrue(patience.lasts());
        now += 30;
        assertTrue(patience.lasts());
    }

    @Test
    void endsWhenTheFaultKeepsComingBack() {
        assertTrue(patience.lasts());
        now += 40;
        assertTrue(patience.lasts());
        now += 40;
        assertFalse(patience.lasts());
    }

    @Test
    void beginsAnewAfterAsLongWithoutTheFault() {
        assertTrue(patience.lasts());
        now += 61;
        assertTrue(patience.lasts());
        now += 40;
        assertTrue(patience.lasts());
    }
}
