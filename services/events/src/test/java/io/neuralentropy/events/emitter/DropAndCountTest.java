package io.neuralentropy.events.emitter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DropAndCountTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final DropAndCount drops = new DropAndCount(clock::get);

    private void drop(int events) {
        for (int i = 0; i < events; i++) {
            drops.accept(null, "the buffer is full");
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void theFirstDropIsLoggedAtOnceTheNextOnesEveryThirtySeconds() {
        try (LogLines log = new LogLines()) {
            drops.report();
            assertEquals(List.of(), log.all(), "nothing dropped, nothing said");
            drop(1);
            drops.report();
            drop(4);
            pass(Duration.ofSeconds(29));
            drops.report();
            assertEquals(1, log.all().size());
            pass(Duration.ofSeconds(1));
            drops.report();
            pass(Duration.ofSeconds(60));
            drops.report();
            assertEquals(
                    List.of(
                            "WARN 1 events given up so far, 1 of them new: the buffer is full",
                            "WARN 5 events given up so far, 4 of them new: the buffer is full"),
                    log.all());
        }
        assertEquals(5, drops.dropped());
    }

    @Test
    void whatIsLeftUnsaidIsSaidAtTheEnd() {
        try (LogLines log = new LogLines()) {
            drop(1);
            drops.report();
            drop(1);
            drops.reportNow();
            drops.reportNow();
            assertEquals(2, log.all().size());
        }
    }
}
