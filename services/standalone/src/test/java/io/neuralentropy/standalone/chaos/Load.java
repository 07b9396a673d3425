package io.neuralentropy.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.run.RandomRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Several troubled runs at once, with junk between their events: gaps, duplicates, ranks, resumptions, zombies. Knows
 * everything that it sends.
 */
final class Load {
    private record Sent(String key, byte[] value) {}

    private final Map<String, List<Event>> runs = new TreeMap<>();
    private final List<Sent> records = new ArrayList<>();
    private final Set<String> junk = new HashSet<>();

    /** @param junkShare of all records */
    Load(int runCount, double junkShare, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < runCount; i++) {
            String run = "run-" + i;
            runs.put(run, RandomRun.inOrder(run, seed + i));
        }
        interleave(junkShare, random);
    }

    private void interleave(double junkShare, SplittableRandom random) {
        EventCodec codec = new EventCodec();
        List<String> names = new ArrayList<>(runs.keySet());
        Map<String, Integer> next = new TreeMap<>();
        while (!names.isEmpty()) {
            String run = names.get(random.nextInt(names.size()));
            int i = next.merge(run, 1, Integer::sum) - 1;
            records.add(new Sent(run, codec.encode(runs.get(run).get(i))));
            if (i + 1 == runs.get(run).size()) {
                names.remove(run);
            }
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

    /** The values that are no events, each one different. */
    Set<String> junk() {
        return junk;
    }

    int size() {
        return records.size();
    }

    /** Sends all of it, spread evenly over about that time; returns when Kafka has acknowledged it. */
    void send(String bootstrapServers, long seconds) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                5,
                // as docs/events.md advises
                "max.in.flight.requests.per.connection",
                1);
        long gap = TimeUnit.SECONDS.toNanos(seconds) / records.size();
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records.size(); i++) {
                long ahead = start + i * gap - System.nanoTime();
                if (ahead > 0) {
                    LockSupport.parkNanos(ahead);
                }
                Sent sent = records.get(i);
                producer.send(new ProducerRecord<>(Topics.EVENTS, sent.key.getBytes(UTF_8), sent.value));
            }
        }
    }
}
