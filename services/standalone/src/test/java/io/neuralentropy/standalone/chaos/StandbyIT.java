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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two monitors that keep copies of each other's state one is killed: the other goes on from its copy. */
@Tag("chaos")
class StandbyIT {
    private static final String APPLICATION = "paired";
    private static final int RUNS = 8;
    private static final double BEFORE = 0.7;

    @TempDir
    private Path directory;

    @Test
    void aKilledMonitorsRunsGoOnFromTheCopyOfTheOther() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                        new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka")));
                Scraper scraper = new Scraper()) {
            Monitors monitors = new Monitors(directory, broker.bootstrapServers());
            monitors.makeTopics();
            Load load = Load.troubled(RUNS, 0.02, 41);
            try (Program first = monitors.withStandby(APPLICATION, "first");
                    Program second = monitors.withStandby(APPLICATION, "second")) {
                String killed = ready(first, scraper);
                String heir = ready(second, scraper);
                load.send(broker.bootstrapServers(), 0, BEFORE, 10);
                awaitRuns(Set.of(killed, heir));
                awaitCopies(heir);
                double restoredBefore = restored(heir);
                Set<String> moving = exported(killed);
                assertTrue(!moving.isEmpty() && moving.size() < RUNS, "the runs are shared: " + moving);

                CompletableFuture<Void> sending =
                        CompletableFuture.runAsync(() -> load.send(broker.bootstrapServers(), BEFORE, 1, 20));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
                long changelog = changelogRecords(broker.bootstrapServers());
                assertEquals(137, first.signal("KILL").exitCode());
                long killedAt = System.nanoTime();
                awaitRuns(Set.of(heir));
                double seconds = (System.nanoTime() - killedAt) / 1e9;
                double restored = restored(heir) - restoredBefore;
                sending.join();
                Expectation expectation = new Expectation(load);
                expectation.assertMet(heir);
                expectation.assertAsUndisturbed(heir);
                expectation.assertDeadLetters(broker.bootstrapServers(), 1);
                scraper.assertNoRunTwice(RUNS);
                System.out.printf(
                        "%d of %d runs taken over %.1f s after the kill, %.0f of %d changelog records read for it%n",
                        moving.size(), RUNS, seconds, restored, changelog);
                assertTrue(restored < changelog / 20.0, "restored " + restored + " of " + changelog + " records");
                assertEquals(0, second.signal("TERM").exitCode());
            }
        }
    }

    private static String ready(Program monitor, Scraper scraper) {
        String url = Monitors.url(monitor);
        scraper.add(url);
        Http.awaitReady(url);
        return url;
    }

    /** Waits until these monitors export all runs among them. */
    private static void awaitRuns(Set<String> urls) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        Set<String> runs;
        do {
            assertTrue(System.nanoTime() < deadline, "not every run is exported");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            runs = new TreeSet<>();
            for (String url : urls) {
                runs.addAll(exported(url));
            }
        } while (runs.size() < RUNS);
    }

    /** Waits until a monitor reads no more of the changelogs: while nothing is sent, its copies are then complete. */
    private static void awaitCopies(String url) {
        double[] before = {-1};
        long[] since = {System.nanoTime()};
        Scrape.await(port(url), scrape -> {
            double now = copied(scrape);
            if (now != before[0]) {
                before[0] = now;
                since[0] = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - since[0] > TimeUnit.SECONDS.toNanos(3);
        });
    }

    private static double copied(Scrape scrape) {
        return scrape.text()
                .lines()
                .filter(line -> line.startsWith("kafka_consumer_fetch_manager_records_consumed_total")
                        && line.contains("restore-consumer")
                        && line.contains("changelog"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static double restored(String url) {
        return Scrape.of(port(url))
                .of("neural_entropy_monitor_restored_records_total")
                .orElseThrow();
    }

    private static Set<String> exported(String url) {
        return Scrape.of(port(url)).runs();
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    private static long changelogRecords(String bootstrapServers) {
        String topic = APPLICATION + "-run-state-changelog";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Map<TopicPartition, OffsetSpec> ends = new java.util.HashMap<>();
            admin.describeTopics(Set.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (Exception e) {
            throw new AssertionError("the changelog cannot be asked for", e);
        }
    }
}
