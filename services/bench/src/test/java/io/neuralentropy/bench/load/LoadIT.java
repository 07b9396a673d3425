package io.neuralentropy.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The load run works on a small scale. How fast it is here means nothing. */
class LoadIT {
    @Test
    void everyEventIsSeenInASnapshotAndTheTableSaysSo() {
        try (Whole whole = Whole.start()) {
            Throughput throughput = Throughput.measure(whole, "load", 1001, 2);
            assertTrue(throughput.shownSeconds() >= throughput.sentSeconds());
            Latency latency = Latency.measure(whole, "latency", 100, 50);
            assertEquals(50, latency.millis().length);
            assertTrue(latency.quantile(0) > 0 && latency.quantile(0.5) <= latency.quantile(1));
            assertTrue(LoadTable.of(throughput, latency).contains("| events (one step each) | 1,001 |"));
        }
    }
}
