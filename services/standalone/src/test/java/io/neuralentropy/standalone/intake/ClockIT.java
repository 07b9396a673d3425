package io.neuralentropy.standalone.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.standalone.whole.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose clocks are wrong, or that have none: what the monitor says of their runs does not depend on it. */
class ClockIT {
    private static final long FAR = Duration.ofDays(40).toMillis();
    /** The highest time that an event may state. */
    private static final long END_OF_EVENTS = (1L << 53) - 1;

    private static final String STALLED = "neural_entropy_run_state{group=\"\",run=\"%s\",state=\"stalled\"}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"CreateTime", "LogAppendTime"})
    void noClientsClockMakesARunStalledOrExpired(String timestamps) throws ExecutionException, InterruptedException {
        try (Kafka kafka = new Kafka(directory)) {
            kafka.makeEvents(
                    8,
                    Map.of(
                            "message.timestamp.type",
                            timestamps,
                            "message.timestamp.after.max.ms",
                            Long.toString(Long.MAX_VALUE),
                            // else the broker deletes what claims to be of long ago
                            "retention.ms",
                            "-1"));
            MonitorService monitor = kafka.startMonitor();
            sendAll(kafka, 1);
            assertAllLive(monitor, 1);
            monitor.close();

            sendAll(kafka, 2);
            monitor = kafka.startMonitor();
            assertAllLive(monitor, 2);
            monitor.close();
        }
    }

    private static Map<String, Long> clocks() {
        long now = System.currentTimeMillis();
        return new TreeMap<>(Map.of(
                "none",
                -1L,
                "epoch",
                0L,
                "behind",
                now - Duration.ofMinutes(3).toMillis(),
                "far-behind",
                now - FAR,
                "far-ahead",
                now + FAR,
                "end-of-time",
                Long.MAX_VALUE,
                "right",
                now));
    }

    private static void sendAll(Kafka kafka, long step) throws ExecutionException, InterruptedException {
        for (Map.Entry<String, Long> clock : clocks().entrySet()) {
            Origin origin = new Origin(clock.getKey(), 0, 0, Math.max(0, Math.min(END_OF_EVENTS, clock.getValue())));
            kafka.sendAt(Step.of(origin, step).loss(1).build(), clock.getValue());
        }
        Origin ended = new Origin("ended", 0, 0, 1);
        kafka.sendAt(new RunFinished(ended, RunFinished.Status.COMPLETED, null, step), -1);
    }

    private static void assertAllLive(MonitorService monitor, long step) {
        Scrape scrape = Scrape.await(
                monitor.httpPort(),
                seen -> clocks().keySet().stream()
                        .allMatch(run -> seen.of("neural_entropy_step", "", run).orElse(0) == step));
        for (String run : clocks().keySet()) {
            assertEquals(0, scrape.of(STALLED.formatted(run)).orElseThrow(), run);
        }
        assertEquals(
                0,
                scrape.of("neural_entropy_monitor_dead_letters_total{reason=\"expired-run\"}")
                        .orElseThrow());
        double seconds = scrape.of("neural_entropy_monitor_event_to_snapshot_seconds_sum")
                .orElseThrow();
        assertTrue(seconds < 120, "latency is no client's clock: " + seconds);
    }
}
