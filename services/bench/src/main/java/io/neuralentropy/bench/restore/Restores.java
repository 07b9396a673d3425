package io.neuralentropy.bench.restore;

import io.neuralentropy.bench.Samples;
import io.neuralentropy.bench.process.MonitorProcess;
import io.neuralentropy.bench.process.Temporary;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same runs brought back in each way.
 *
 * @param filled seconds that it took to take in all runs
 * @param changelog of all of them
 * @param stateBytes of the state directory after a clean stop
 */
record Restores(int runs, int steps, int columns, double filled, Changelog changelog, long stateBytes, List<Way> ways) {
    /** Events of each run that are under way when a monitor is killed. */
    private static final int MORE = 4;

    private static final long QUIET_NANOS = Duration.ofSeconds(3).toNanos();

    /**
     * One way to come back.
     *
     * @param seconds from the start of the process, or from the kill of the other one, until all runs are there
     * @param records that were read back from changelogs for it
     */
    record Way(String name, double seconds, long records) {}

    static Restores measure(int runs, int steps, int columns) {
        Path directory = Temporary.directory();
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            return new Bench(broker.bootstrapServers(), directory, runs, steps, columns).measure();
        } finally {
            Temporary.delete(directory);
        }
    }

    /** One broker and the directories of its monitors. */
    private record Bench(String bootstrapServers, Path directory, int runs, int steps, int columns) {
        Restores measure() {
            TopicSetup.ensure(
                    Map.of("bootstrap.servers", bootstrapServers), TopicSettings.defaults(), Duration.ofSeconds(60));
            Path kept = directory.resolve("kept");
            double filled = fill(kept);
            Changelog changelog = Changelog.of(bootstrapServers);
            List<Way> ways = new ArrayList<>();
            ways.add(back("state directory kept, killed by SIGKILL under load", kept));
            long stateBytes = Temporary.size(kept);
            ways.add(back("state directory kept, stopped by SIGTERM", kept));
            ways.add(back("empty state directory", directory.resolve("empty")));
            ways.add(back("state in memory", null));
            ways.add(takenOver(kept));
            return new Restores(runs, steps, columns, filled, changelog, stateBytes, ways);
        }

        /** Leaves what a monitor had when it was killed under load. */
        private double fill(Path state) {
            say("fills a monitor with " + runs + " runs");
            try (MonitorProcess monitor = MonitorProcess.start(bootstrapServers, 0, state)) {
                monitor.awaitReady();
                long begun = System.nanoTime();
                send(1, steps);
                Temporary.await("all steps", () -> monitor.steps() == (long) runs * steps);
                double seconds = (System.nanoTime() - begun) / 1e9;
                killUnderLoad(monitor);
                return seconds;
            }
        }

        /** All runs at once, as concurrent trainings send; these steps. */
        private void send(long from, long to) {
            EventCodec codec = new EventCodec();
            Samples[] samples = new Samples[runs];
            Arrays.setAll(samples, i -> new Samples("run-" + i));
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            bootstrapServers,
                            "max.in.flight.requests.per.connection",
                            1,
                            "compression.type",
                            "lz4"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (long first = from; first <= to; first += columns) {
                    for (int i = 0; i < runs; i++) {
                        byte[] key = ("run-" + i).getBytes(StandardCharsets.US_ASCII);
                        byte[] event = codec.encode(samples[i].steps(first, columns, false));
                        producer.send(new ProducerRecord<>(Topics.EVENTS, key, event));
                    }
                }
            }
        }

        /** Starts a monitor; stops it in good order afterwards. */
        private Way back(String name, Path state) {
            say(name);
            try (MonitorProcess monitor = MonitorProcess.start(bootstrapServers, 0, state)) {
                monitor.awaitReady();
                Temporary.await("all runs", () -> monitor.runs() == runs);
                double seconds = monitor.secondsSinceStart();
                Way way = new Way(name, seconds, monitor.restoredRecords());
                settle(monitor);
                monitor.stop();
                return way;
            }
        }

        private void killUnderLoad(MonitorProcess monitor) {
            long before = monitor.steps();
            send(steps + 1L, steps + (long) MORE * columns);
            Temporary.await("some further steps", () -> monitor.steps() > before);
            monitor.kill();
        }

        private Way takenOver(Path state) {
            String name = "taken over by a standby from a killed monitor, its session of 10 s included";
            say(name);
            try (MonitorProcess owner = MonitorProcess.start(bootstrapServers, 1, state)) {
                owner.awaitReady();
                try (MonitorProcess heir = MonitorProcess.start(bootstrapServers, 1, directory.resolve("heir"))) {
                    heir.awaitReady();
                    Temporary.await("the copies", () -> heir.changelogRecordsRead() > 0);
                    settle(heir);
                    long before = heir.restoredRecords();
                    owner.kill();
                    long begun = System.nanoTime();
                    Temporary.await("all runs", () -> heir.runs() == runs);
                    double seconds = (System.nanoTime() - begun) / 1e9;
                    Way way = new Way(name, seconds, heir.restoredRecords() - before);
                    heir.stop();
                    return way;
                }
            }
        }
    }

    private static void say(String what) {
        System.err.println(what);
    }

    /** Waits until a monitor reads no changelog any more and has written what it had to. */
    private static void settle(MonitorProcess monitor) {
        long[] read = {-1};
        long[] since = {0};
        Temporary.await("quiet", () -> {
            long now = monitor.changelogRecordsRead();
            if (now != read[0]) {
                read[0] = now;
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > QUIET_NANOS;
        });
    }
}
