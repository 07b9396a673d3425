package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker, monitor and trainer as three processes, and the commands that ask the monitor. */
class ThreeProcessesIT {
    @TempDir
    private static Path temporary;

    private static Program broker;
    private static Program monitor;
    private static String bootstrapServers;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        broker = Program.start(Files.createDirectory(temporary.resolve("broker")), "broker", "--port=0");
        bootstrapServers = broker.await("Kafka broker listening on (.*)");
        monitor = Program.start(
                Files.createDirectory(temporary.resolve("monitor")),
                "monitor",
                "--bootstrap-servers=" + bootstrapServers,
                "--http-port=0");
        url = monitor.await("Monitor listening on (http://127\\.0\\.0\\.1:\\d+/)");
        Http.awaitReady(url);
        assertHealthy();
    }

    @AfterAll
    static void stop() {
        try (Program first = monitor;
                Program second = broker) {
            assertEquals(0, first.signal("TERM").exitCode(), first.err().toString());
            assertEquals(List.of(), Program.leftIn(temporary.resolve("monitor")));
            assertEquals(0, second.signal("TERM").exitCode(), second.err().toString());
            assertEquals(List.of(), Program.leftIn(temporary.resolve("broker")));
        }
    }

    private static Program run(String... arguments) {
        return Program.start(temporary, arguments);
    }

    private static void assertHealthy() {
        try (Program health = run("health", "--monitor=" + url)) {
            assertEquals(0, health.exitCode(), health.err().toString());
            assertEquals(List.of("ready"), health.out());
        }
    }

    /** Waits for a sample of a run in the scrape. */
    private static void awaitSample(String metric, String run, String value) {
        String wanted = metric + "\\{[^}]*run=\"" + run + "\"[^}]*} " + value;
        Http.await(url + "metrics", scrape -> scrape.lines().anyMatch(line -> line.matches(wanted)), wanted);
    }

    private static void train(String run, int steps) {
        try (Program train = run(
                "train",
                "--bootstrap-servers=" + bootstrapServers,
                "--run=" + run,
                "--group=processes",
                "--dataset=gaussian",
                "--dimension=3",
                "--hidden=16,8",
                "--steps=" + steps)) {
            assertEquals(0, train.exitCode(), train.err().toString());
        }
    }

    @Test
    void twoTrainingsAreComparedAtEqualSteps() {
        train("short", 30);
        train("long", 40);
        awaitSample("neural_entropy_step", "short", "30\\.0");
        awaitSample("neural_entropy_step", "long", "40\\.0");
        try (Program compare = run("compare", "short", "long", "--monitor=" + url)) {
            assertEquals(0, compare.exitCode(), compare.err().toString());
            assertTrue(compare.out().contains("at 30 steps each"), compare.out().toString());
            assertTrue(
                    compare.out().contains("at 960 samples each"), compare.out().toString());
            assertTrue(
                    compare.out().stream().anyMatch(line -> line.matches("long +completed +40 +1280 .* ± .*")),
                    compare.out().toString());
        }
    }

    @Test
    void aTrainingShowsInMetricsAndInTheListOfRuns() {
        train("third", 50);

        awaitSample("neural_entropy_step", "third", "50\\.0");
        awaitSample("neural_entropy_planned_steps", "third", "50\\.0");
        awaitSample("neural_entropy_missing_steps", "third", "0\\.0");
        awaitSample("neural_entropy_nats", "third", "[0-9.]+(E-?\\d+)?");
        awaitSample("neural_entropy_encoding_efficiency_ratio", "third", "[0-9.]+(E-?\\d+)?");
        try (Program runs = run("runs", "--monitor=" + url)) {
            assertEquals(0, runs.exitCode(), runs.err().toString());
            assertTrue(
                    runs.out().get(0).matches("RUN +GROUP +STATE +STEP +S_NN .*"),
                    runs.out().get(0));
            assertTrue(
                    runs.out().stream().anyMatch(line -> line.matches("third +processes +finished +50/50 .* ± .*")),
                    runs.out().toString());
        }
        assertIsNotComparedWithItselfOrNobody("third");
        try (Program json = run("runs", "--json", "--monitor=" + url)) {
            assertEquals(0, json.exitCode());
            assertEquals(List.of(Http.get(url + "api/runs")), json.out());
        }
    }

    private static void assertIsNotComparedWithItselfOrNobody(String run) {
        try (Program twice = run("compare", run, run, "--monitor=" + url)) {
            assertEquals(1, twice.exitCode());
            assertTrue(
                    twice.err().get(0).contains("name 2 to 32 different runs"),
                    twice.err().toString());
        }
        try (Program unknown = run("compare", run, "nobody", "--monitor=" + url)) {
            assertEquals(1, unknown.exitCode());
            assertEquals(List.of("neural-entropy: no such run: nobody; /api/runs lists the known ones"), unknown.err());
        }
    }

    @Test
    void aStepWrittenByHandShowsInMetrics() throws IOException {
        assumeTrue(OutsideProgram.isInstalled("kcat"), "kcat is not installed (package kcat)");
        Path file = Files.writeString(
                temporary.resolve("by-hand.json"),
                "by-hand|{\"schema\":1,\"type\":\"step\",\"run\":\"by-hand\",\"time\":1764000000000,\"step\":1,"
                        + "\"loss\":6.75,\"neuralEntropy\":{\"mean\":612.5,\"variance\":90000,\"count\":36}}\n");
        List<String> kcat = List.of(
                "kcat",
                "-b",
                bootstrapServers,
                "-X",
                "partitioner=murmur2_random",
                "-P",
                "-t",
                "neural-entropy.events",
                "-K",
                "|",
                "-l",
                file.toString());
        try (Program program = Program.run(kcat)) {
            assertEquals(0, program.exitCode(), program.err().toString());
        }

        awaitSample("neural_entropy_nats", "by-hand", "612\\.5");
        awaitSample("neural_entropy_stderr_nats", "by-hand", "50\\.0");
        awaitSample("neural_entropy_loss", "by-hand", "6\\.75");
    }

    @Test
    void aSecondMonitorOnTheSamePortIsRefused() {
        String port = URI.create(url).getPort() + "";
        try (Program second = run("monitor", "--bootstrap-servers=" + bootstrapServers, "--http-port=" + port)) {
            assertEquals(1, second.exitCode());
            assertEquals(1, second.err().size(), second.err().toString());
            assertTrue(second.err().get(0).contains(port), second.err().get(0));
        }
    }

    @Test
    void aMonitorWithoutABrokerIsRefused() {
        try (Program lonely = run("monitor", "--bootstrap-servers=127.0.0.1:1", "--http-port=0", "--timeout=1")) {
            assertEquals(1, lonely.exitCode());
            assertEquals(List.of(), lonely.out());
            assertEquals(1, lonely.err().size(), lonely.err().toString());
            assertTrue(
                    lonely.err().get(0).startsWith("neural-entropy: Kafka at 127.0.0.1:1 did not answer"),
                    lonely.err().get(0));
        }
    }
}
