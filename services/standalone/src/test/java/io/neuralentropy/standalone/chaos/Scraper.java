package io.neuralentropy.standalone.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.standalone.whole.Scrape;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Scrapes all monitors at the same moments, again and again, as Prometheus does (only more often), and notes which runs more
 * than one of them exports.
 */
final class Scraper implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 500;

    private final List<String> urls = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "scraper");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> streaks = new TreeMap<>();
    private final Map<String, Integer> longest = new TreeMap<>();
    private int rounds;

    Scraper() {
        clock.scheduleAtFixedRate(this::round, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Scrapes this monitor, too, from now on; one that does not answer exports nothing. */
    void add(String url) {
        urls.add(url);
    }

    private void round() {
        List<CompletableFuture<Set<String>>> answers = urls.stream()
                .map(url -> CompletableFuture.supplyAsync(() -> runs(url)))
                .toList();
        Map<String, Integer> exporters = new TreeMap<>();
        answers.forEach(answer -> answer.join().forEach(run -> exporters.merge(run, 1, Integer::sum)));
        note(exporters);
    }

    private static Set<String> runs(String url) {
        try {
            return Scrape.of(URI.create(url).getPort()).runs();
        } catch (AssertionError | CompletionException noAnswer) {
            return Set.of();
        }
    }

    private synchronized void note(Map<String, Integer> exporters) {
        rounds++;
        exporters.forEach((run, count) -> {
            int streak = count > 1 ? streaks.getOrDefault(run, 0) + 1 : 0;
            streaks.put(run, streak);
            longest.merge(run, streak, Math::max);
        });
    }

    /** No run was exported twice for longer than one scrape. */
    synchronized void assertNoRunTwice(int runs) {
        assertTrue(rounds > 10, "too few scrapes to say anything: " + rounds);
        assertEquals(runs, longest.size(), "every run was seen");
        longest.forEach((run, scrapes) ->
                assertTrue(scrapes <= 1, run + " was exported twice for " + scrapes + " scrapes in a row"));
        System.out.printf("%d scrapes of all monitors: no run twice for longer than one (%s)%n", rounds, longest);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
