package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private static final int SIGTERM = 15;

    private final StopSignal stop = StopSignal.deaf();

    @Test
    void isNotRequestedAtFirst() {
        assertFalse(stop.isRequested());
        assertFalse(stop.await(Duration.ZERO));
    }

    @Test
    void remembersTheSignalAsShellsReportIt() {
        stop.request(SIGTERM);
        assertTrue(stop.isRequested());
        assertEquals(143, stop.exitCode());
    }

    @Test
    void wakesWhoWaits() {
        Thread other = new Thread(() -> stop.request(SIGTERM));
        other.start();
        stop.await();
        assertTrue(stop.isRequested());
    }
}
