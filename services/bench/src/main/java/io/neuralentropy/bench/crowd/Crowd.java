package io.neuralentropy.bench.crowd;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a monitor with many long runs needs.
 *
 * @param events that filled it
 * @param fillSeconds until it had all
 * @param heapMebibytes in use after a collection
 * @param residentMebibytes of the process
 * @param scrapeMillis of a scrape, the fastest of several
 * @param scrapeBytes of its text
 * @param collectingShare of the fill that went into pauses of the garbage collector
 * @param stateMebibytes on disk
 * @param ready what {@code /readyz} says
 */
record Crowd(
        long events,
        double fillSeconds,
        long heapMebibytes,
        long residentMebibytes,
        double scrapeMillis,
        long scrapeBytes,
        double collectingShare,
        long stateMebibytes,
        String ready) {
    private static final int SCRAPES = 5;

    static Crowd measure(int runs, long steps, String heap) {
        Path directory = Temporary.directory();
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            String servers = broker.bootstrapServers();
            TopicSetup.ensure(Map.of("bootstrap.servers", servers), TopicSettings.defaults(), Duration.ofSeconds(60));
            try (MonitorProcess monitor = MonitorProcess.start(servers, 0, directory.resolve("state"), heap)) {
                return fill(monitor, servers, directory, runs, steps);
            }
        } finally {
            Temporary.delete(directory);
        }
    }

    private static Crowd fill(MonitorProcess monitor, String servers, Path directory, int runs, long steps) {
        monitor.awaitReady();
        long begun = System.nanoTime();
        long events = send(servers, runs, steps);
        Temporary.await("all steps", () -> monitor.steps() == runs * steps);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double pauses = monitor.value("jvm_gc_pause_seconds_sum");
        double scrape = Double.POSITIVE_INFINITY;
        for (int i = 0; i < SCRAPES; i++) {
            long before = System.nanoTime();
            monitor.scrape();
            scrape = Math.min(scrape, (System.nanoTime() - before) / 1e6);
        }
        return new Crowd(
                events,
                seconds,
                monitor.heapAfterCollection() >> 20,
                monitor.residentBytes() >> 20,
                scrape,
                monitor.scrape().length(),
                pauses / seconds,
                Temporary.size(directory) >> 20,
                monitor.readyz());
    }

    /** All runs in turns, as concurrent trainings send. */
    private static long send(String servers, int runs, long steps) {
        EventCodec codec = new EventCodec();
        Samples[] samples = new Samples[runs];
        Arrays.setAll(samples, i -> new Samples("run-" + i));
        List<Long> ends = LongRun.ends(steps);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "compression.type", "lz4", "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long after = 0;
            for (long end : ends) {
                for (int i = 0; i < runs; i++) {
                    byte[] key = ("run-" + i).getBytes(StandardCharsets.US_ASCII);
                    byte[] event = codec.encode(LongRun.event(samples[i], after, end));
                    producer.send(new ProducerRecord<>(Topics.EVENTS, key, event));
                }
                after = end;
            }
        }
        return (long) ends.size() * runs;
    }
}
