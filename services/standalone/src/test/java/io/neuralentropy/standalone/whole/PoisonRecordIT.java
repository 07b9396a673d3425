package io.neuralentropy.standalone.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.streams.KafkaLink;
import io.neuralentropy.monitor.streams.RestoreMeters;
import io.neuralentropy.monitor.streams.StreamsFaults;
import io.neuralentropy.monitor.streams.StreamsRunner;
import io.neuralentropy.monitor.topology.IntakeMeters;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that a processor cannot take, and records too large to be sent, in a real broker's transactions: they are out of the
 * way, and all others pass exactly once. The topology is one of its own, as the monitor's has no such processor.
 */
class PoisonRecordIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SMALL_TOPIC_BYTES = 2_000;
    private static final String SMALL = "small";
    private static EmbeddedBroker broker;

    private final Counts counts = new Counts();
    private final Queue<String> tried = new ConcurrentLinkedQueue<>();
    private final Queue<String> leftOut = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path state;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aRecordThatFailsTwiceIsParkedAndTheRestGoesOn() throws ExecutionException, InterruptedException {
        try (StreamsRunner runner = run("poison", List.of("a", "poison", "b", "poison", "c"))) {
            List<ConsumerRecord<byte[], byte[]>> parked = read(Topics.DEAD_LETTERS, 2);
            assertEquals(List.of("a:1", "b:2", "c:3"), values(read(Topics.RUN_STATES, 3)));
            assertEquals(List.of("poison", "poison"), values(parked));
            Map<String, String> headers = headers(parked.get(0));
            assertEquals("failed", headers.get("reason"));
            assertEquals(ArithmeticException.class.getName(), headers.get("detail"));
            assertEquals(Topics.EVENTS, headers.get("topic"));
            assertEquals("0", headers.get("partition"));
            assertEquals("1", headers.get("offset"));
            assertEquals("kept", headers.get("own"));
            assertArrayEquals("key".getBytes(UTF_8), parked.get(0).key());
            assertTrue(tried.stream().filter("poison"::equals).count() >= 4, "each is tried once more: " + tried);
            assertEquals(List.of("failed", "failed"), List.copyOf(counts.reasons));
            assertTrue(runner.isAlive());
        }
    }

    @Test
    void aRecordTooLargeToBeSentIsLeftOutAndTheRestGoesOn() throws ExecutionException, InterruptedException {
        try (StreamsRunner runner = run("large", List.of("a", "huge", "wide", "b"))) {
            assertEquals(List.of("a:1", "b:4"), values(read(Topics.RUN_STATES, 2)));
            assertTrue(leftOut.containsAll(Set.of(Topics.RUN_STATES, SMALL)), leftOut.toString());
            assertTrue(runner.isAlive());
        }
    }

    @Test
    void aThreadWhoseClientsCannotBeMadeIsMadeLater() throws ExecutionException, InterruptedException {
        try (StreamsRunner runner = run("refused", List.of("a", "refuse", "b"))) {
            assertEquals(List.of("a:1", "b:2"), values(read(Topics.RUN_STATES, 2)));
            assertEquals(List.of("refuse"), values(read(Topics.DEAD_LETTERS, 1)));
            assertTrue(Refusing.REFUSALS.get() <= 0, "clients were refused");
            assertTrue(runner.isAlive());
        }
    }

    /** Lets no consumer be made for a while, as when no broker's name is known. */
    public static final class Refusing implements ConsumerInterceptor<byte[], byte[]> {
        static final AtomicInteger REFUSALS = new AtomicInteger();

        @Override
        public void configure(Map<String, ?> config) {
            if (REFUSALS.getAndDecrement() > 0) {
                throw new KafkaException("no consumer now");
            }
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }

    private StreamsRunner run(String application, List<String> records)
            throws ExecutionException, InterruptedException {
        makeTopics();
        send(records);
        StreamsFaults faults = new StreamsFaults(counts, leftOut::add);
        Map<String, Object> config = new HashMap<>(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                StreamsConfig.APPLICATION_ID_CONFIG,
                application,
                StreamsConfig.STATE_DIR_CONFIG,
                state.toString(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                100,
                StreamsConfig.consumerPrefix("auto.offset.reset"),
                "earliest"));
        config.put(StreamsConfig.mainConsumerPrefix("interceptor.classes"), Refusing.class.getName());
        faults.addTo(config);
        StreamsRunner runner = new StreamsRunner(
                topology(),
                new StreamsConfig(config),
                new NoRestores(),
                faults,
                new KafkaLink(System::currentTimeMillis));
        runner.start();
        return runner;
    }

    /** Made anew for each test. */
    private static void makeTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka())) {
            Set<String> old = admin.listTopics().names().get();
            List<String> names = List.of(Topics.EVENTS, Topics.RUN_STATES, Topics.DEAD_LETTERS, SMALL);
            admin.deleteTopics(names.stream().filter(old::contains).toList())
                    .all()
                    .get();
            List<NewTopic> topics = names.stream()
                    .map(name -> new NewTopic(name, 1, (short) 1)
                            .configs(
                                    name.equals(SMALL)
                                            ? Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "" + SMALL_TOPIC_BYTES)
                                            : Map.of()))
                    .toList();
            admin.createTopics(topics).all().get();
        }
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static void send(List<String> records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String text : records) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(Topics.EVENTS, "key".getBytes(UTF_8), text.getBytes(UTF_8));
                record.headers().add("own", "kept".getBytes(UTF_8));
                producer.send(record);
            }
        }
    }

    private Topology topology() {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.EVENTS);
        topology.addProcessor("numbering", Numbering::new, "in");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("count"), Serdes.Bytes(), Serdes.ByteArray()),
                "numbering");
        topology.addSink("out", Topics.RUN_STATES, new ByteArraySerializer(), new ByteArraySerializer(), "numbering");
        topology.addSink("small", SMALL, new ByteArraySerializer(), new ByteArraySerializer(), "numbering");
        return topology;
    }

    /** Forwards each value with its number, which it keeps in a store; fails at one value, and makes others large. */
    private final class Numbering implements Processor<byte[], byte[], byte[], byte[]> {
        private static final Bytes KEY = Bytes.wrap(new byte[] {1});

        private ProcessorContext<byte[], byte[]> context;
        private KeyValueStore<Bytes, byte[]> store;

        @Override
        public void init(ProcessorContext<byte[], byte[]> newContext) {
            context = newContext;
            store = context.getStateStore("count");
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            String text = new String(record.value(), UTF_8);
            tried.add(text);
            if (text.equals("poison") || text.equals("refuse")) {
                if (text.equals("refuse") && tried.stream().filter(text::equals).count() == 1) {
                    Refusing.REFUSALS.set(2);
                }
                throw new ArithmeticException(text);
            }
            byte[] before = store.get(KEY);
            byte number = (byte) (before == null ? 1 : before[0] + 1);
            store.put(KEY, new byte[] {number});
            switch (text) {
                case "huge" -> context.forward(record.withValue(new byte[3 << 20]), "out");
                case "wide" -> context.forward(record.withValue(noise(2 * SMALL_TOPIC_BYTES)), "small");
                default -> context.forward(record.withValue((text + ":" + number).getBytes(UTF_8)), "out");
            }
        }
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    /** The first committed records of a topic's only partition; waits for a given number, takes more if there are. */
    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int number) {
        Map<String, Object> config = new HashMap<>(kafka());
        config.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (records.size() < number) {
                assertTrue(System.nanoTime() < deadline, topic + " has only " + values(records));
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    private static final class NoRestores implements RestoreMeters {
        @Override
        public void restored(long records) {}

        @Override
        public void took(Duration duration) {}
    }

    private static final class Counts implements IntakeMeters {
        private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

        @Override
        public void event(String type) {}

        @Override
        public void deadLetter(String reason) {
            reasons.add(reason);
        }

        @Override
        public void steps(Intake intake) {}

        @Override
        public void refusedRun() {}

        @Override
        public void expiredRun() {}

        @Override
        public void refusedGroupRun() {}

        @Override
        public void published(double seconds) {}
    }
}
