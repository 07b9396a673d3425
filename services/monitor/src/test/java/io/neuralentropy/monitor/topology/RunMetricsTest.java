package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.json.CurveBlock;
import io.neuralentropy.monitor.json.CurveKey;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the topic of run metrics, and how runs leave. */
class RunMetricsTest {
    private static final EventCodec CODEC = new EventCodec();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final TopologySettings SETTINGS = TopologySettings.defaults()
            .metricsInterval(Duration.ofSeconds(5))
            .retain(Duration.ofHours(1), Duration.ofDays(2));

    private final LiveSnapshots live = new LiveSnapshots();
    private final Counts meters = new Counts();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> metrics;
    private TestOutputTopic<byte[], byte[]> curves;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private Instant now = START;

    @TempDir
    private Path stateDirectory;

    @BeforeEach
    void start() {
        driver = Drive.topology(
                MonitorTopology.build(
                        SETTINGS, Drive.ONE_PARTITION, live, new LiveGroups(), PublishedRuns.NONE, meters),
                "test",
                stateDirectory,
                START);
        events = Drive.input(driver, Topics.EVENTS);
        metrics = Drive.output(driver, Topics.RUN_METRICS);
        curves = Drive.output(driver, Topics.RUN_CURVES);
        deadLetters = Drive.output(driver, Topics.DEAD_LETTERS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void send(Event event) {
        sendAt(now, event);
    }

    private void sendAt(Instant recordTime, Event event) {
        events.pipeInput(event.run().getBytes(UTF_8), CODEC.encode(event), recordTime);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    private static Step step(int attempt, long number) {
        return Step.of(new Origin("a", attempt, 0, number), number)
                .samples(32)
                .seconds(0.5)
                .neuralEntropy(new Moments(number, 1, 4))
                .build();
    }

    private static RunFinished finished(int attempt, long step) {
        return new RunFinished(new Origin("a", attempt, 0, step), RunFinished.Status.COMPLETED, null, step);
    }

    private List<JsonNode> written() {
        List<JsonNode> values = new ArrayList<>();
        while (!metrics.isEmpty()) {
            KeyValue<byte[], byte[]> record = metrics.readKeyValue();
            JsonNode value = json(record.value);
            assertEquals(value.get("run").asText(), new String(record.key, UTF_8));
            values.add(value);
        }
        return values;
    }

    /** Blocks of the run's curve that were written since the last call; null where one was taken back. */
    private Map<Integer, byte[]> writtenBlocks() {
        Map<Integer, byte[]> blocks = new TreeMap<>();
        while (!curves.isEmpty()) {
            KeyValue<byte[], byte[]> record = curves.readKeyValue();
            assertEquals("a", CurveKey.read(record.key).run());
            blocks.put(CurveKey.read(record.key).block(), record.value);
        }
        return blocks;
    }

    private static JsonNode json(byte[] value) {
        try {
            return new ObjectMapper().readTree(value);
        } catch (IOException e) {
            throw new AssertionError(new String(value, UTF_8), e);
        }
    }

    private Map<String, Integer> stored(String name) {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(name);
        Map<String, Integer> records = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(record -> records.merge(idOf(record.key.get()), 1, Integer::sum));
        }
        return records;
    }

    private static String idOf(byte[] key) {
        return new String(key, UTF_8).split("\0", 2)[0];
    }

    @Nested
    class Writing {
        @Test
        void aNewRunIsWrittenSoonAndThenEveryIntervalWhileItChanges() {
            send(step(0, 1));
            assertEquals(0, written().size());
            pass(Duration.ofSeconds(1));
            assertEquals(1, written().size());
            for (int second = 1; second <= 22; second++) {
                send(step(0, 1 + second));
                pass(Duration.ofSeconds(1));
            }
            assertEquals(4, written().size());
            pass(Duration.ofMinutes(1));
            assertEquals(1, written().size(), "what changed last");
            pass(Duration.ofMinutes(1));
            assertEquals(0, written().size(), "nothing changed");
        }

        @Test
        void aRunThatEndsIsWrittenAtOnceWithItsStateAndCurve() {
            send(RunStarted.of(new Origin("a", 0, 0, 0)).group("g").build());
            for (int i = 1; i <= 40; i++) {
                send(step(0, i));
            }
            send(finished(0, 40));
            List<JsonNode> written = written();
            assertEquals(1, written.size());
            JsonNode run = written.get(0);
            assertEquals("completed", run.get("status").asText());
            assertEquals("g", run.get("group").asText());
            assertEquals(20.5, run.get("neuralEntropy").get("value").asDouble());
            assertEquals("test", run.get("application").asText());
            assertFalse(run.has("curve"));
            JsonNode curve = json(CurveBlock.join("a", writtenBlocks().values()));
            int last = curve.get("step").size() - 1;
            assertEquals(
                    31 + 5, last + 1, "16 buckets per doubling: single steps below 32, then pairs, the last half full");
            assertEquals(40, curve.get("step").get(last).asInt());
            assertEquals(40 * 32, curve.get("samples").get(last).asInt());
            assertEquals(20, curve.get("seconds").get(last).asDouble());
            assertEquals(38.5, curve.get("neuralEntropy").get(last - 1).asDouble());
        }

        @Test
        void aRunWithManyRanksIsWrittenTheMoreSeldomTheLargerItsRecordIs() {
            for (int rank = 0; rank < 1000; rank++) {
                send(Step.of(new Origin("a", 0, rank, 1), 1).build());
            }
            pass(Duration.ofSeconds(1));
            int bytes = written().get(0).toString().length();
            int intervals = 1 + bytes / MetricsWriter.FULL_PACE_BYTES;
            assertTrue(intervals > 2, bytes + " bytes");
            for (int second = 1; second < 5 * intervals; second++) {
                send(step(0, 1 + second));
                pass(Duration.ofSeconds(1));
            }
            assertEquals(0, written().size());
            pass(Duration.ofSeconds(1));
            assertEquals(1, written().size());
        }

        @Test
        void aLateEventAfterTheEndIsWrittenToo() {
            send(step(0, 1));
            send(step(0, 3));
            send(finished(0, 3));
            written();
            send(step(0, 2));
            send(finished(0, 3));
            assertEquals(0, written().size(), "at the pace of all others: it has ended before");
            pass(Duration.ofSeconds(5));
            assertEquals(3, written().get(0).get("acceptedSteps").asInt());
        }
    }

    @Nested
    class Curves {
        private void steps(int attempt, long from, long to) {
            for (long number = from; number <= to; number++) {
                send(step(attempt, number));
            }
        }

        @Test
        void onlyBlocksThatChangedAreWrittenAndMoreSeldomThanTheRun() {
            steps(0, 1, 70);
            pass(Duration.ofSeconds(1));
            assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), writtenBlocks().keySet());
            int records = 0;
            written();
            for (int second = 1; second <= 64; second++) {
                send(step(0, 70 + second));
                pass(Duration.ofSeconds(1));
                records += written().size();
                Set<Integer> blocks = writtenBlocks().keySet();
                if (second == 30) {
                    assertEquals(Set.of(6), blocks);
                } else if (second == 60) {
                    assertEquals(Set.of(6, 7), blocks, "a new doubling has begun");
                } else {
                    assertEquals(Set.of(), blocks, "after " + second + " s");
                }
            }
            assertEquals(12, records);
            pass(Duration.ofMinutes(1));
            assertEquals(1, written().size(), "what changed last");
            assertEquals(Set.of(7), writtenBlocks().keySet());
            pass(Duration.ofMinutes(1));
            assertEquals(Set.of(), writtenBlocks().keySet(), "nothing changed");
        }

        @Test
        void aCurveThatWaitsForItsTimeIsWrittenWithoutTheRun() {
            send(step(0, 1));
            pass(Duration.ofSeconds(1));
            send(step(0, 2));
            pass(Duration.ofSeconds(6));
            assertEquals(2, written().size());
            assertEquals(Set.of(0), writtenBlocks().keySet());
            pass(Duration.ofSeconds(30));
            assertEquals(0, written().size());
            assertEquals(Set.of(1), writtenBlocks().keySet());
        }

        @Test
        void blocksBeyondTheEndAreTakenBackWhenARunResumesEarlier() {
            steps(0, 1, 70);
            pass(Duration.ofSeconds(1));
            writtenBlocks();
            send(RunStarted.of(new Origin("a", 1, 0, 0)).firstStep(20).build());
            steps(1, 20, 21);
            send(finished(1, 21));
            Map<Integer, byte[]> blocks = writtenBlocks();
            assertEquals(Set.of(4, 5, 6), blocks.keySet());
            assertNull(blocks.get(5));
            assertNull(blocks.get(6));
            JsonNode curve = json(CurveBlock.join("a", List.of(blocks.get(4))));
            assertEquals(6, curve.get("step").size());
            assertEquals(21, curve.get("step").get(5).asInt());
        }

        @Test
        void afterALongSilenceTheCurveIsWrittenAnew() {
            steps(0, 1, 10);
            pass(Duration.ofSeconds(1));
            writtenBlocks();
            pass(Duration.ofMinutes(61));
            send(step(0, 11));
            pass(Duration.ofSeconds(1));
            assertEquals(Set.of(0, 1, 2, 3), writtenBlocks().keySet(), "archives may have dropped it");
        }
    }

    @Nested
    class Leaving {
        @Test
        void aFinishedRunLeavesStateAndMetricsAfterItsTime() {
            send(step(0, 1));
            send(finished(0, 1));
            pass(Duration.ofMinutes(59));
            assertEquals(1, live.all().size());
            pass(Duration.ofMinutes(2));
            assertEquals(0, live.all().size());
            assertEquals(Map.of(), stored(RunStore.NAME));
            assertEquals(Map.of("a", 1), stored(RunLedger.NAME), "a tombstone");
            assertEquals(1, meters.expiredRuns);
            List<JsonNode> written = written();
            assertEquals(
                    "completed", written.get(written.size() - 1).get("status").asText());
        }

        @Test
        void anUnfinishedRunLeavesAfterALongerSilence() {
            send(step(0, 1));
            pass(Duration.ofHours(47));
            assertEquals(1, live.all().size());
            pass(Duration.ofHours(2));
            assertEquals(0, live.all().size());
        }

        @Test
        void eventsOfARunThatHasLeftAreDeadLettersAndDoNotTouchItsLastNumbers() {
            send(step(0, 1));
            send(finished(0, 1));
            pass(Duration.ofHours(2));
            written();
            send(step(0, 2));
            send(finished(0, 2));
            pass(Duration.ofSeconds(10));
            assertEquals(List.of(), written());
            assertEquals(0, live.all().size());
            assertEquals(2, deadLetters.getQueueSize());
            assertEquals(Map.of(IntakeMeters.EXPIRED_RUN, 2L), meters.deadLetters);
            assertEquals(4, meters.events, "events = accepted ones + dead letters");
            assertEquals(1, meters.steps);
        }

        @Test
        void aNewAttemptRevivesARunButNotTheOldOne() {
            send(step(0, 1));
            send(finished(0, 1));
            pass(Duration.ofHours(2));
            send(step(1, 2));
            pass(Duration.ofSeconds(1));
            assertEquals(1, live.find("a").orElseThrow().attempt());
            send(step(0, 3));
            assertEquals(Map.of(IntakeMeters.EXPIRED_RUN, 1L), meters.deadLetters);
            send(finished(1, 2));
            pass(Duration.ofHours(2));
            assertEquals(0, live.all().size());
            send(step(1, 3));
            assertEquals(Map.of(IntakeMeters.EXPIRED_RUN, 2L), meters.deadLetters);
        }

        @Test
        void aReplayOfAnOldFileStaysForItsTimeSinceItWasReplayed() {
            // the trainer's times are of 1970: steps are their own time here
            send(step(0, 1));
            send(finished(0, 1));
            pass(Duration.ofMinutes(30));
            assertEquals(1, live.all().size());
        }

        @Test
        void aRunThatIsReadLateHasBeenSilentSinceItWasRead() {
            Instant old = START.minus(Duration.ofDays(20));
            for (int i = 1; i <= 20; i++) {
                sendAt(old.plus(Duration.ofHours(i)), step(0, i));
                pass(Duration.ofSeconds(20));
            }
            assertEquals(20, live.find("a").orElseThrow().counts().accepted());
            pass(Duration.ofHours(47));
            assertEquals(1, live.all().size());
            pass(Duration.ofHours(2));
            assertEquals(0, live.all().size());
            assertTrue(meters.deadLetters.isEmpty());
        }

        @Test
        void noClientsClockLetsARunGoOrHoldsItBack() {
            Duration far = Duration.ofDays(40);
            List<Instant> clocks =
                    List.of(Instant.EPOCH, now.minus(far), now, now.plus(far), Instant.ofEpochMilli(Long.MAX_VALUE));
            for (int i = 0; i < clocks.size(); i++) {
                long time = Math.min((1L << 53) - 1, clocks.get(i).toEpochMilli());
                Step event = Step.of(new Origin("run-" + i, 0, 0, time), 1).build();
                sendAt(clocks.get(i), event);
            }
            pass(Duration.ofSeconds(70));
            assertEquals(clocks.size(), live.all().size());
            live.all().forEach(run -> assertEquals(START.toEpochMilli(), live.heardAt(run.run()), run.run()));
            pass(Duration.ofHours(49));
            assertEquals(0, live.all().size());
            assertTrue(meters.deadLetters.isEmpty());
            assertTrue(meters.longest <= 70, "latency is no client's clock: " + meters.longest);
            metrics.readRecordsToList()
                    .forEach(record -> assertTrue(
                            record.timestamp() >= START.toEpochMilli() && record.timestamp() <= now.toEpochMilli()));
        }
    }

    private static final class Counts implements IntakeMeters {
        final Map<String, Long> deadLetters = new TreeMap<>();
        long events;
        long steps;
        long expiredRuns;
        double longest;

        @Override
        public void event(String type) {
            events++;
        }

        @Override
        public void deadLetter(String reason) {
            deadLetters.merge(reason, 1L, Long::sum);
        }

        @Override
        public void steps(Intake intake) {
            steps += intake.accepted();
        }

        @Override
        public void expiredRun() {
            expiredRuns++;
        }

        @Override
        public void published(double seconds) {
            longest = Math.max(longest, seconds);
        }
    }
}
