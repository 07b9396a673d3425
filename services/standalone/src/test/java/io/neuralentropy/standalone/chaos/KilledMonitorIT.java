package io.neuralentropy.standalone.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
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
    private static final long LOAD_SECONDS = 100;

    @TempDir
    private Path directory;

    @Test
    void tenKillsLoseNothingAndCountNothingTwice() {
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka")))) {
            Monitors monitors = new Monitors(directory, broker.bootstrapServers());
            monitors.makeTopics();
            Load load = Load.ofAllKinds(2, 0.05, 11);
            Expectation expectation = new Expectation(load);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> load.send(broker.bootstrapServers(), LOAD_SECONDS));
            CompletableFuture<Integer> inMemory = CompletableFuture.supplyAsync(() -> killAgainAndAgain(
                    () -> monitors.inMemory("in-memory"),
                    url -> expectation.assertStates(broker.bootstrapServers(), "in-memory", url),
                    expectation,
                    sending,
                    new SplittableRandom(1)));
            int states = killAgainAndAgain(
                    () -> monitors.onDisk("on-disk"),
                    url -> expectation.assertStates(broker.bootstrapServers(), "on-disk", url),
                    expectation,
                    sending,
                    new SplittableRandom(2));
            states += inMemory.join();
            expectation.assertDeadLetters(broker.bootstrapServers(), 2);
            System.out.printf(
                    "%d kills on disk and %d in memory survived, %d events in %d records: 0 steps lost, 0 counted twice;"
                            + " %d changes of state, each told once%n",
                    KILLS, KILLS, expectation.events(), load.size(), states);
        }
    }

    /** Returns what the last monitor's states were found to be. */
    private static int killAgainAndAgain(
            Supplier<Program> start,
            ToIntFunction<String> states,
            Expectation expectation,
            CompletableFuture<Void> sending,
            SplittableRandom random) {
        for (int kill = 0; kill < KILLS; kill++) {
            try (Program monitor = start.get()) {
                Http.awaitReady(Monitors.url(monitor));
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(200, 4000)).toNanos());
                assertEquals(137, monitor.signal("KILL").exitCode());
            }
        }
        try (Program monitor = start.get()) {
            Http.awaitReady(Monitors.url(monitor));
            sending.join();
            expectation.assertMet(Monitors.url(monitor));
            expectation.assertAsUndisturbed(Monitors.url(monitor));
            expectation.assertShapes(Monitors.url(monitor));
            assertRanksAreNamed(Monitors.url(monitor));
            return states.applyAsInt(Monitors.url(monitor));
        }
    }

    /** Of four ranks one fell silent, one ran away, the loss of one became infinite. */
    private static void assertRanksAreNamed(String url) {
        String run = Http.get(url + "api/runs/four-ranks");
        assertTrue(run.contains("\"silentRanks\":[" + ShapedRun.SILENT_RANK + "]"), run);
        assertTrue(
                run.contains("\"divergedRanks\":[" + ShapedRun.FAR_OFF_RANK + "," + ShapedRun.INFINITE_RANK + "]"),
                run);
    }
}
