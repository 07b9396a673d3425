package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private Program train(String bootstrapServers, String run, int steps, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--bootstrap-servers=" + bootstrapServers,
                "--run=" + run,
                "--group=tests",
                "--process=vpx",
                "--dataset=gaussian",
                "--dimension=2",
                "--dataset-size=256",
                "--hidden=16,8",
                "--batch=8",
                "--throws=2",
                "--seed=7",
                "--steps=" + steps));
        arguments.addAll(List.of(more));
        return Program.start(temporary, arguments.toArray(String[]::new));
    }

    private static List<Step> steps(List<Event> events) {
        return events.stream()
                .filter(Step.class::isInstance)
                .map(Step.class::cast)
                .toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void tellsEveryStepInOrderBetweenStartAndEnd() {
        try (Program program = train(broker.bootstrapServers(), "whole", 40, "--name=a whole run");
                TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            assertEquals(0, program.exitCode(), program.err().toString());

            List<Event> events = topic.events("whole");
            RunStarted started = (RunStarted) events.get(0);
            assertEquals("a whole run", started.name());
            assertEquals("tests", started.group());
            assertEquals("vpx", started.process().name());
            assertEquals(2, started.dimension());
            assertEquals(40, started.plannedSteps());
            assertEquals(upTo(40), steps(events).stream().map(Step::step).toList());
            RunFinished finished = (RunFinished) events.get(events.size() - 1);
            assertEquals(RunFinished.Status.COMPLETED, finished.status());
            assertEquals(40, finished.step());
            int count = events.size();
            program.await("events: " + count + " emitted, " + count + " acknowledged, 0 dropped");
            assertEquals(List.of(), Program.leftIn(temporary));
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143, stopped by SIGTERM", "INT, 130, stopped by Ctrl-C"})
    void aSignalEndsTheRunAsStopped(String signal, int code, String reason) {
        String run = "stopped-" + signal;
        try (Program program = train(broker.bootstrapServers(), run, 100_000_000);
                TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            topic.await(run, events -> steps(events).size() >= 20);

            assertEquals(code, program.signal(signal).exitCode());

            List<Event> events = topic.events(run);
            RunFinished finished = (RunFinished) events.get(events.size() - 1);
            assertEquals(RunFinished.Status.STOPPED, finished.status());
            assertEquals(reason, finished.reason());
            assertEquals(
                    upTo(finished.step()),
                    steps(events).stream().map(Step::step).toList());
        }
    }

    @Test
    void goesOnFromACheckpoint(@TempDir Path checkpoints) {
        String[] keep = {"--checkpoint-dir=" + checkpoints, "--checkpoint-interval=10", "--resume"};
        try (Program first = train(broker.bootstrapServers(), "resumed", 20, keep)) {
            assertEquals(0, first.exitCode(), first.err().toString());
        }
        try (Program second = train(broker.bootstrapServers(), "resumed", 30, keep);
                TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            assertEquals(0, second.exitCode(), second.err().toString());

            List<Event> events = topic.events("resumed");
            List<RunStarted> starts = events.stream()
                    .filter(RunStarted.class::isInstance)
                    .map(RunStarted.class::cast)
                    .toList();
            assertEquals(
                    List.of(1L, 21L), starts.stream().map(RunStarted::firstStep).toList());
            assertEquals(
                    List.of(0, 1),
                    starts.stream().map(start -> start.origin().attempt()).toList());
            assertEquals(upTo(30), steps(events).stream().map(Step::step).toList());
            assertTrue(events.stream().anyMatch(event -> event.type() == EventType.CHECKPOINT));
        }
    }

    @Test
    void trainsWithoutABrokerAndSaysThatNobodyHeard() {
        try (Program program = train("127.0.0.1:1", "unheard", 3000, "--timeout=1")) {
            assertEquals(0, program.exitCode(), program.err().toString());

            program.await("unheard: completed after step 3000.*");
            program.await("events: (\\d+) emitted, 0 acknowledged, \\1 dropped; they are missing in the monitor.*");
            assertTrue(
                    program.err().stream().anyMatch(line -> line.startsWith("neural-entropy: warning: Kafka at")),
                    program.err().toString());
        }
    }
}
