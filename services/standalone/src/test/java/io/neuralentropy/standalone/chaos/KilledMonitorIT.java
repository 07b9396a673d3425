package io.neuralentropy.standalone.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Monitors killed with SIGKILL at random moments while events come in, started again, ten times: with state on disk and with
 * state in memory. In the end everything that they say equals the recomputation, and each dead letter is there once.
 */
@Tag("chaos")
class KilledMonitorIT {
    private static final int KILLS = 10;
    private static final long LOAD_SECONDS = 150;
    private static final String ON_DISK = "on-disk";
    private static final String IN_MEMORY = "in-memory";

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @Test
    void tenKillsLoseNothingAndCountNothingTwice() {
        try (EmbeddedBroker started =
                EmbeddedBroker.start(new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka")))) {
            broker = started;
            Load load = new Load(3, 0.05, 11);
            Expectation expectation = new Expectation(load);
            TopicSetup.ensure(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    TopicSettings.defaults(),
                    Duration.ofSeconds(60));
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> load.send(broker.bootstrapServers(), LOAD_SECONDS));
            CompletableFuture<Void> inMemory = CompletableFuture.runAsync(
                    () -> killAgainAndAgain(IN_MEMORY, expectation, sending, new SplittableRandom(1)));
            killAgainAndAgain(ON_DISK, expectation, sending, new SplittableRandom(2));
            inMemory.join();
            expectation.assertDeadLetters(broker.bootstrapServers(), 2);
            System.out.printf(
                    "%d kills on disk and %d in memory survived, %d events in %d records: 0 steps lost, 0 counted twice%n",
                    KILLS, KILLS, expectation.events(), load.size());
        }
    }

    private void killAgainAndAgain(
            String application, Expectation expectation, CompletableFuture<Void> sending, SplittableRandom random) {
        for (int kill = 0; kill < KILLS; kill++) {
            try (Program monitor = monitor(application)) {
                Http.awaitReady(url(monitor));
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(200, 4000)).toNanos());
                assertEquals(137, monitor.signal("KILL").exitCode());
            }
        }
        try (Program monitor = monitor(application)) {
            Http.awaitReady(url(monitor));
            sending.join();
            expectation.assertMet(url(monitor));
        }
    }

    private static String url(Program monitor) {
        return monitor.await("Monitor listening on (.*)");
    }

    private Program monitor(String application) {
        List<String> arguments = new ArrayList<>(List.of(
                "monitor",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--http-port=0",
                "--application-id=" + application));
        if (application.equals(ON_DISK)) {
            arguments.add("--state-dir=" + directory.resolve("state"));
        }
        return Program.start(directory, arguments.toArray(String[]::new));
    }
}
