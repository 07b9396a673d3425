package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.archive.RunArchive;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.snapshot.PublishedRun;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second application reads what is left of the events: what the first one wrote of a run stays until the second knows as
 * much. The topics of run metrics and curves are read back into a real archive, as the monitor does.
 */
class UpgradeTest {
    private static final EventCodec CODEC = new EventCodec();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long STEPS = 5000;

    private final RunArchive archive = new RunArchive(1 << 20);

    @TempDir
    private Path stateDirectory;

    /** A monitor of an application with a state of its own. */
    private final class Monitor implements AutoCloseable {
        final List<TestRecord<byte[], byte[]>> written = new ArrayList<>();
        long withheld;
        private final TopologyTestDriver driver;

        Monitor(String application, PublishedRuns published) {
            driver = Drive.topology(
                    MonitorTopology.build(
                            TopologySettings.defaults().retain(Duration.ofHours(1), Duration.ofHours(2)),
                            Drive.ONE_PARTITION,
                            new LiveSnapshots(),
                            new LiveGroups(),
                            published,
                            new IntakeMeters() {
                                @Override
                                public void withheldRun() {
                                    withheld++;
                                }
                            }),
                    application,
                    stateDirectory.resolve(application),
                    START);
        }

        void send(Event event) {
            driver.createInputTopic(Topics.EVENTS, new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(event.run().getBytes(UTF_8), CODEC.encode(event), START);
        }

        void steps(int attempt, long from, long to) {
            for (long number = from; number <= to; number++) {
                send(Step.of(new Origin("a", attempt, 0, number), number)
                        .samples(32)
                        .loss(1)
                        .neuralEntropy(new Moments(number, 1, 4))
                        .build());
            }
        }

        void pass(Duration time) {
            driver.advanceWallClockTime(time);
            read(Topics.RUN_METRICS, record -> archive.takeRun(record.key(), record.value()));
            read(Topics.RUN_CURVES, record -> archive.takeBlock(record.key(), record.value()));
        }

        private void read(String topic, java.util.function.Consumer<TestRecord<byte[], byte[]>> taker) {
            TestOutputTopic<byte[], byte[]> output =
                    driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            output.readRecordsToList().forEach(record -> {
                written.add(record);
                taker.accept(record);
            });
        }

        long groupRecords() {
            return driver.createOutputTopic(Topics.GROUP_RUNS, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .size();
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    private static RunStarted started() {
        return RunStarted.of(new Origin("a", 0, 0, 0))
                .group("g")
                .dataset(new RunStarted.Dataset("d", 100))
                .totalEntropy(new EntropyEstimate(6000, 1, "analytic"))
                .build();
    }

    private static RunFinished finished(int attempt) {
        return new RunFinished(new Origin("a", attempt, 0, 0), RunFinished.Status.COMPLETED, null, STEPS);
    }

    /** What the first application makes of the whole run. */
    private void writeWhole() {
        try (Monitor first = new Monitor("first", PublishedRuns.NONE)) {
            first.send(started());
            first.steps(0, 1, STEPS);
            first.pass(Duration.ofSeconds(1));
            assertTrue(first.groupRecords() > 0);
        }
    }

    private Archived archived() {
        return archive.find("a").orElseThrow();
    }

    private static JsonNode json(byte[] value) {
        try {
            return new ObjectMapper().readTree(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertWhole() {
        JsonNode run = json(archived().full());
        assertEquals("g", run.path("group").asText());
        assertEquals(6000, run.path("totalEntropy").asDouble());
        assertTrue(run.has("encodingEfficiency"));
        assertEquals(STEPS, run.path("acceptedSteps").asLong());
        JsonNode curve = json(archived().curve());
        assertEquals(1, curve.get("step").get(0).asLong());
        assertEquals(STEPS, curve.get("step").get(curve.get("step").size() - 1).asLong());
        assertEquals(147, curve.get("step").size());
    }

    private PublishedRuns archiveThatIs(boolean complete) {
        return new PublishedRuns() {
            @Override
            public boolean isComplete() {
                return complete;
            }

            @Override
            public PublishedRun published(String run) {
                return archive.published(run);
            }
        };
    }

    @Test
    void whatIsLeftOfTheEventsDoesNotReplaceTheWholeRun() {
        writeWhole();
        assertWhole();
        try (Monitor second = new Monitor("second", archiveThatIs(true))) {
            second.steps(0, 4900, STEPS);
            second.pass(Duration.ofSeconds(1));
            second.send(finished(0));
            second.pass(Duration.ofSeconds(10));
            assertEquals(List.of(), second.written);
            assertEquals(0, second.groupRecords());
            assertTrue(second.withheld > 0);
            long times = second.withheld;
            second.pass(Duration.ofMinutes(10));
            assertEquals(times, second.withheld, "asked again only when the run has changed");
            second.pass(Duration.ofHours(3));
            assertEquals(List.of(), second.written, "nor when it leaves");
        }
        assertWhole();
    }

    @Test
    void aRunThatStaysArchivedLeavesItsGroupAllTheSame() {
        writeWhole();
        try (Monitor second = new Monitor("second", archiveThatIs(true))) {
            second.send(started());
            second.steps(0, 4900, STEPS);
            second.pass(Duration.ofSeconds(10));
            assertEquals(0, second.groupRecords());
            second.pass(Duration.ofHours(3));
            assertEquals(1, second.groupRecords());
            assertEquals(List.of(), second.written);
        }
    }

    @Test
    void aRunThatIsReadFromItsBeginningIsWrittenWhenAsMuchIsKnown() {
        writeWhole();
        try (Monitor second = new Monitor("second", archiveThatIs(true))) {
            second.send(started());
            second.steps(0, 1, STEPS - 1);
            second.pass(Duration.ofSeconds(10));
            assertEquals(List.of(), second.written);
            second.steps(0, STEPS, STEPS);
            second.pass(Duration.ofSeconds(10));
            assertEquals(14, second.written.size(), "the run and 13 blocks of its curve");
            assertEquals("second", archive.published("a").application());
            assertWhole();
        }
    }

    @Test
    void whatWasSupersededIsKnownTooAndTheCurveEndsWhereTheRunDoes() {
        writeWhole();
        try (Monitor second = new Monitor("second", archiveThatIs(true))) {
            second.send(started());
            second.steps(0, 1, STEPS);
            second.send(RunStarted.of(new Origin("a", 1, 0, 0)).firstStep(101).build());
            second.steps(1, 101, 120);
            second.pass(Duration.ofSeconds(10));
        }
        assertEquals(120, json(archived().full()).path("acceptedSteps").asLong());
        JsonNode steps = json(archived().curve()).get("step");
        assertEquals(120, steps.get(steps.size() - 1).asLong());
        assertEquals(0b1111111, archive.published("a").curveBlocks());
    }

    @Test
    void aRunWithMoreStepsButWithoutItsDescriptionReplacesNone() {
        writeWhole();
        try (Monitor second = new Monitor("second", archiveThatIs(true))) {
            second.steps(0, 1, STEPS + 10);
            second.pass(Duration.ofSeconds(10));
            assertEquals(List.of(), second.written);
            second.send(started());
            second.pass(Duration.ofSeconds(10));
            assertEquals(STEPS + 10, archive.published("a").steps());
        }
    }

    @Test
    void theOneThatWroteARunMayMakeItShorter() {
        try (Monitor first = new Monitor("first", archiveThatIs(true))) {
            first.send(started());
            first.steps(0, 1, 50);
            first.pass(Duration.ofSeconds(10));
            first.send(RunStarted.of(new Origin("a", 1, 0, 0)).firstStep(21).build());
            first.steps(1, 21, 22);
            first.pass(Duration.ofSeconds(40));
            assertEquals(0, first.withheld);
        }
        assertEquals(22, json(archived().full()).path("acceptedSteps").asLong());
        assertEquals(22, json(archived().curve()).get("step").size());
    }

    @Test
    void nothingIsWrittenOrLetGoBeforeTheArchiveIsRead() {
        boolean[] isRead = {false};
        PublishedRuns published = new PublishedRuns() {
            @Override
            public boolean isComplete() {
                return isRead[0];
            }

            @Override
            public PublishedRun published(String run) {
                return PublishedRun.NONE;
            }
        };
        try (Monitor second = new Monitor("second", published)) {
            second.send(started());
            second.steps(0, 1, 10);
            second.send(finished(0));
            second.pass(Duration.ofSeconds(10));
            second.pass(Duration.ofHours(3));
            assertEquals(List.of(), second.written);
            isRead[0] = true;
            second.pass(Duration.ofSeconds(1));
            assertEquals(10, json(archived().full()).path("acceptedSteps").asLong());
            assertEquals(10, json(archived().curve()).get("step").size());
            int written = second.written.size();
            second.pass(Duration.ofMinutes(1));
            assertEquals(written, second.written.size(), "it has left, and is not written twice");
        }
    }
}
