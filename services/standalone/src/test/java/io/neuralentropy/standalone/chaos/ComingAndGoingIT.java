package io.neuralentropy.standalone.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import io.neuralentropy.standalone.whole.Scrape;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second and a third monitor join and leave under load: they share the runs, and no run is exported twice. */
@Tag("chaos")
class ComingAndGoingIT {
    private static final long LOAD_SECONDS = 45;
    private static final int RUNS = 6;

    @TempDir
    private Path directory;

    @Test
    void runsMoveBetweenMonitorsWithoutLossAndEachIsExportedOnce() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                        new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka")));
                Scraper scraper = new Scraper()) {
            Monitors monitors = new Monitors(directory, broker.bootstrapServers());
            monitors.makeTopics();
            Load load = Load.troubled(RUNS, 0.02, 23);
            Expectation expectation = new Expectation(load);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> load.send(broker.bootstrapServers(), LOAD_SECONDS));
            try (Program first = monitors.inMemory("shared")) {
                String firstUrl = ready(first, scraper);
                try (Program second = monitors.inMemory("shared");
                        Program third = monitors.inMemory("shared")) {
                    List<String> all = List.of(firstUrl, ready(second, scraper), ready(third, scraper));
                    awaitEachRunOnce(all);
                    assertTrue(
                            all.stream().filter(url -> !exported(url).isEmpty()).count() > 1, "the runs are shared");
                    assertEquals(0, first.signal("TERM").exitCode());
                    awaitEachRunOnce(all.subList(1, 3));
                    assertEquals(137, second.signal("KILL").exitCode());
                    sending.join();
                    awaitEachRunOnce(all.subList(2, 3));
                    expectation.assertMet(all.get(2));
                    expectation.assertAsUndisturbed(all.get(2));
                    scraper.assertNoRunTwice(RUNS);
                }
            }
            expectation.assertDeadLetters(broker.bootstrapServers(), 1);
        }
    }

    private static String ready(Program monitor, Scraper scraper) {
        String url = Monitors.url(monitor);
        scraper.add(url);
        Http.awaitReady(url);
        return url;
    }

    /** Waits until every run is exported, each by one monitor. */
    private static void awaitEachRunOnce(List<String> urls) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        TreeMap<String, Integer> exporters;
        do {
            assertTrue(System.nanoTime() < deadline, "not every run is exported once");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            exporters = new TreeMap<>();
            for (String url : urls) {
                for (String run : exported(url)) {
                    exporters.merge(run, 1, Integer::sum);
                }
            }
        } while (exporters.size() < RUNS || exporters.values().stream().anyMatch(count -> count != 1));
    }

    private static Set<String> exported(String url) {
        return Scrape.of(URI.create(url).getPort()).runs();
    }
}
