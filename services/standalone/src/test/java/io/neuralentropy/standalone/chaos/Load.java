package io.neuralentropy.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.run.RandomRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Several runs at once, with junk between their events. Knows everything that it sends.
 */
final class Load {
    private record Sent(String key, byte[] value) {}

    private final Map<String, List<Event>> runs = new TreeMap<>();
    private final List<Sent> records = new ArrayList<>();
    private final Set<String> junk = new HashSet<>();

    private final List<ShapedRun> shapes;

    private Load(Map<String, List<Event>> troubled, List<ShapedRun> shapes, double junkShare, long seed) {
        this.shapes = shapes;
        runs.putAll(troubled);
        shapes.forEach(shape -> runs.put(shape.run(), shape.events()));
        interleave(junkShare, new SplittableRandom(seed));
    }

    /**
     * Runs with gaps, duplicates, ranks, resumptions, zombies.
     *
     * @param junkShare of all records
     */
    static Load troubled(int runCount, double junkShare, long seed) {
        return new Load(troubledRuns(runCount, seed, RandomRun::inOrder), List.of(), junkShare, seed);
    }

    /** The same, but that each resumption raises the attempt: which steps are whose does not depend on the order then. */
    static Load troubledInAttempts(int runCount, double junkShare, long seed) {
        return new Load(troubledRuns(runCount, seed, RandomRun::inAttempts), List.of(), junkShare, seed);
    }

    /** The same, and runs whose changes of state are known. */
    static Load ofAllKinds(int troubled, double junkShare, long seed) {
        return new Load(troubledRuns(troubled, seed, RandomRun::inOrder), ShapedRun.all(), junkShare, seed);
    }

    private static Map<String, List<Event>> troubledRuns(
            int count, long seed, BiFunction<String, Long, List<Event>> course) {
        Map<String, List<Event>> runs = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String run = "run-" + i;
            runs.put(run, course.apply(run, seed + i));
        }
        return runs;
    }

    /** Each record comes from any of the events that are left: all runs so end at about the same time. */
    private void interleave(double junkShare, SplittableRandom random) {
        EventCodec codec = new EventCodec();
        List<String> left = new ArrayList<>();
        runs.forEach((run, events) -> left.addAll(Collections.nCopies(events.size(), run)));
        Map<String, Integer> next = new TreeMap<>();
        while (!left.isEmpty()) {
            int drawn = random.nextInt(left.size());
            String run = left.set(drawn, left.get(left.size() - 1));
            left.remove(left.size() - 1);
            int i = next.merge(run, 1, Integer::sum) - 1;
            records.add(new Sent(run, codec.encode(runs.get(run).get(i))));
            if (random.nextDouble() < junkShare / (1 - junkShare)) {
                String value = "{\"schema\":1,\"type\":\"step\",\"run\":\"" + run + "\",\"junk\":" + junk.size();
                junk.add(value);
                records.add(new Sent(run, value.getBytes(UTF_8)));
            }
        }
    }

    Map<String, List<Event>> runs() {
        return runs;
    }

    /** Those of the runs whose changes of state are known. */
    List<ShapedRun> shapes() {
        return shapes;
    }

    /** The values that are no events, each one different. */
    Set<String> junk() {
        return junk;
    }

    int size() {
        return records.size();
    }

    /** Sends all of it, spread evenly over about that time; returns when Kafka has acknowledged it. */
    void send(String bootstrapServers, long seconds) {
        send(bootstrapServers, 0, 1, seconds);
    }

    /** The same with a part of it: from one share of it to another. */
    void send(String bootstrapServers, double fromShare, double toShare, long seconds) {
        send(bootstrapServers, fromShare, toShare, seconds, (place, key) -> null);
    }

    /** The same, every other record as librdkafka's clients place it unless told otherwise. */
    void sendMixed(String bootstrapServers, double fromShare, double toShare, long seconds) {
        int partitions = TopicSettings.DEFAULT_PARTITIONS;
        send(
                bootstrapServers,
                fromShare,
                toShare,
                seconds,
                (place, key) -> place % 2 == 0 ? null : Crc32.partition(key, partitions));
    }

    /** @param partition of the record at a place with a key; null leaves it to Kafka's Java client */
    private void send(
            String bootstrapServers,
            double fromShare,
            double toShare,
            long seconds,
            BiFunction<Integer, String, Integer> partition) {
        List<Sent> part = records.subList((int) (fromShare * records.size()), (int) (toShare * records.size()));
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                5,
                // as docs/events.md advises
                "max.in.flight.requests.per.connection",
                1);
        long gap = TimeUnit.SECONDS.toNanos(seconds) / part.size();
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < part.size(); i++) {
                long ahead = start + i * gap - System.nanoTime();
                if (ahead > 0) {
                    LockSupport.parkNanos(ahead);
                }
                Sent sent = part.get(i);
                producer.send(new ProducerRecord<>(
                        Topics.EVENTS, partition.apply(i, sent.key), sent.key.getBytes(UTF_8), sent.value));
            }
        }
    }
}
