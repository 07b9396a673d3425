package io.neuralentropy.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.TopicReader;
import io.neuralentropy.standalone.whole.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters as a monitor leaves them, sent once more. */
class DeadLetterReplayIT {
    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicSetup.ensure(client, TopicSettings.defaults(), Duration.ofSeconds(60));
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    private static byte[] step(String run, int step) {
        return ("{\"schema\":1,\"type\":\"step\",\"run\":\"" + run + "\",\"time\":" + step + ",\"step\":" + step + "}")
                .getBytes(UTF_8);
    }

    /** Returns where it lies. */
    private RecordMetadata letter(String key, byte[] value, String reason, String... furtherHeaders) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTERS, key == null ? null : key.getBytes(UTF_8), value);
        add(letter.headers(), "mine", "kept");
        add(letter.headers(), "reason", reason);
        add(letter.headers(), "detail", "some words");
        add(letter.headers(), "topic", Topics.EVENTS);
        add(letter.headers(), "partition", "0");
        add(letter.headers(), "offset", "7");
        for (int i = 0; i < furtherHeaders.length; i += 2) {
            add(letter.headers(), furtherHeaders[i], furtherHeaders[i + 1]);
        }
        return send(letter);
    }

    private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private List<String> replay(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("replay", "--dead-letters", "--bootstrap-servers", broker.bootstrapServers()));
        arguments.addAll(List.of(options));
        InProcess.Outcome outcome = new InProcess().run(arguments.toArray(String[]::new));
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err());
        return outcome.out().lines().toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> events() {
        try (TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            return topic.records();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Test
    void originalKeyAndBytesAreSentAgainWithoutTheHeadersOfTheRefusal() {
        RecordMetadata lies = letter("a", step("a", 1), "too-many-runs");

        assertEquals(List.of("replayed 1 dead letters: 1 acknowledged (too-many-runs 1)"), replay());

        ConsumerRecord<byte[], byte[]> event = events().get(0);
        assertArrayEquals("a".getBytes(UTF_8), event.key());
        assertArrayEquals(step("a", 1), event.value());
        assertEquals("kept", header(event, "mine"));
        assertNull(header(event, "reason"));
        assertNull(header(event, "offset"));
        assertEquals(
                lies.partition() + "@" + lies.offset() + " " + lies.timestamp() + " too-many-runs",
                header(event, "replayed"));
    }

    @Test
    void whatNoMonitorCanTakeIsLeftOutAndCounted() {
        letter("a", step("a", 1), "expired-run");
        letter("a", step("a", 2), "too-many-runs");
        letter("a", "no json".getBytes(UTF_8), "malformed-json");
        letter("b", step("a", 3), "key-mismatch");
        letter(null, step("a", 4), "key-mismatch");
        letter("a", null, "malformed-json");
        letter("a", step("a", 5), "too-large", "truncated", "true", "value-length", "70000");

        assertEquals(
                List.of(
                        "replayed 2 dead letters: 2 acknowledged (expired-run 1, too-many-runs 1)",
                        "left out: 4 no valid events, 1 truncated"),
                replay());
        assertEquals(2, events().size());
    }

    @Test
    void reasonAndTimeChoose() {
        letter("a", step("a", 1), "expired-run");
        letter("a", step("a", 2), "too-many-runs");
        letter("a", step("a", 3), "out-of-range");

        assertEquals(
                List.of("replayed 2 dead letters: 2 acknowledged (expired-run 1, out-of-range 1)"),
                replay("--reason=expired-run,out-of-range"));
        assertEquals(List.of("replayed 0 dead letters: 0 acknowledged"), replay("--until=1h"));
        assertEquals(List.of("replayed 0 dead letters: 0 acknowledged"), replay("--since=2999-01-01T00:00:00Z"));
        assertEquals(
                List.of("replayed 1 dead letters: 1 acknowledged (too-many-runs 1)"),
                replay("--since=1h", "--until=2999-01-01T00:00:00Z", "--reason=too-many-runs"));
    }

    /** Else each replay of what is refused again would double it. */
    @Test
    void ofALetterThatIsRefusedAgainOneIsSent() {
        letter("a", step("a", 1), "too-many-runs");
        replay();
        String replayed = header(events().get(0), "replayed");
        letter("a", step("a", 1), "expired-run", "replayed", replayed);

        assertEquals(
                List.of("replayed 1 dead letters: 1 acknowledged (too-many-runs 1)", "left out: 1 replayed before"),
                replay());
        assertEquals(
                List.of("replayed 1 dead letters: 1 acknowledged (expired-run 1)"),
                replay("--reason=expired-run"),
                "the first one was not chosen");
        letter("a", step("a", 2), "too-many-runs", "replayed", "no place");
        assertEquals("replayed 2 dead letters: 2 acknowledged (too-many-runs 2)", replay().get(0));
    }

    @Test
    void aMonitorDropsWhatItHasAndTakesTheRest() {
        MonitorSettings settings = MonitorSettings.of(broker.bootstrapServers());
        try (MonitorService monitor = MonitorService.start(settings)) {
            for (int step = 1; step <= 3; step++) {
                send(new ProducerRecord<>(Topics.EVENTS, "a".getBytes(UTF_8), step("a", step)));
            }
            for (int step = 3; step <= 5; step++) {
                letter("a", step("a", step), "too-many-runs");
            }
            Scrape.await(monitor.httpPort(), scrape -> step(scrape) == 3);

            assertTrue(replay().get(0).startsWith("replayed 3 dead letters: 3 acknowledged"));

            Scrape scrape = Scrape.await(monitor.httpPort(), now -> step(now) == 5);
            assertEquals(
                    1, scrape.of("neural_entropy_monitor_duplicate_steps_total").orElse(0));
            assertEquals(0, scrape.of("neural_entropy_missing_steps", "", "a").orElse(-1));
        }
    }

    private static double step(Scrape scrape) {
        return scrape.of("neural_entropy_step", "", "a").orElse(0);
    }
}
