package io.neuralentropy.standalone.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of different N in different partitions, one law: from a real broker to {@code /metrics} and {@code /api/groups}. */
class GroupLawIT {
    private static final EventCodec CODEC = new EventCodec();

    /** One run: N, mean S_NN of its two steps, variance per data point. */
    private record Sized(String run, long size, double nats, double variance) {
        /** Its id in a group. */
        String in(String group) {
            return group + "." + run;
        }

        double error() {
            return Math.sqrt(variance / (2 * 4));
        }
    }

    private static final List<Sized> RUNS = List.of(
            new Sized("n-100", 100, 1380, 64),
            new Sized("n-1000", 1000, 1680, 256),
            new Sized("n-10000", 10_000, 2200, 100),
            new Sized("n-60000", 60_000, 2500, 900));

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(new BrokerSettings("127.0.0.1", 0, directory.resolve("kafka")));
        Map<String, Object> bootstrap = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicSetup.ensure(bootstrap, TopicSettings.defaults(), Duration.ofSeconds(60));
        producer = new KafkaProducer<>(bootstrap, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    private static void send(int partition, Event event) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, partition, event.run().getBytes(UTF_8), CODEC.encode(event)));
    }

    private static void replay(String group) {
        for (int i = 0; i < RUNS.size(); i++) {
            Sized run = RUNS.get(i);
            send(
                    i,
                    RunStarted.of(new Origin(run.in(group), 0, 0, 0))
                            .group(group)
                            .dataset(new RunStarted.Dataset("images", run.size))
                            .build());
            for (int step = 1; step <= 2; step++) {
                send(
                        i,
                        Step.of(new Origin(run.in(group), 0, 0, step), step)
                                .neuralEntropy(new Moments(run.nats, run.variance, 4))
                                .learnedEntropy(new Moments(run.nats / 2, run.variance, 4))
                                .build());
            }
        }
        producer.flush();
    }

    /** Slope, its error; intercept, its error: by the normal equations, errors grown to the scatter. */
    private static double[] leastSquares() {
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wxx = 0;
        double wxy = 0;
        for (Sized run : RUNS) {
            double weight = 1 / (run.error() * run.error());
            double x = Math.log(run.size);
            w += weight;
            wx += weight * x;
            wy += weight * run.nats;
            wxx += weight * x * x;
            wxy += weight * x * run.nats;
        }
        double determinant = w * wxx - wx * wx;
        double slope = (w * wxy - wx * wy) / determinant;
        double intercept = (wxx * wy - wx * wxy) / determinant;
        double chiSquared = 0;
        for (Sized run : RUNS) {
            double pull = (run.nats - intercept - slope * Math.log(run.size)) / run.error();
            chiSquared += pull * pull;
        }
        double scale = Math.max(1, chiSquared / (RUNS.size() - 2));
        return new double[] {slope, Math.sqrt(scale * w / determinant), intercept, Math.sqrt(scale * wxx / determinant)
        };
    }

    private static String series(String metric, String group) {
        return "neural_entropy_group_" + metric + "{group=\"" + group + "\"}";
    }

    private static boolean isComplete(Scrape scrape, String group) {
        return scrape.of(series("runs", group)).orElse(0) == RUNS.size();
    }

    private static void assertLaw(Scrape scrape, String group) {
        double[] expected = leastSquares();
        assertClose(expected[0], scrape, series("law_slope_nats", group));
        assertClose(expected[1], scrape, series("law_slope_stderr_nats", group));
        assertClose(expected[2], scrape, series("law_intercept_nats", group));
        assertClose(expected[3], scrape, series("law_intercept_stderr_nats", group));
        assertClose(expected[0] / 2, scrape, series("law_learned_slope_nats", group));
    }

    private static void assertClose(double expected, Scrape scrape, String name) {
        assertEquals(expected, scrape.of(name).orElseThrow(), 1e-9 * Math.abs(expected), name);
    }

    @Test
    void runsInFourPartitionsGiveTheLeastSquaresOfAllFourAlsoSentTwiceAndAfterARestart() {
        String group = "twice";
        try (MonitorService monitor = monitor("twice", "twice")) {
            replay(group);
            Scrape.await(monitor.httpPort(), scrape -> isComplete(scrape, group));
            Scrape first = Scrape.await(monitor.httpPort(), scrape -> isSettled(monitor, group));
            assertLaw(Scrape.of(monitor.httpPort()), group);
            assertEquals(
                    0, first.of("neural_entropy_monitor_duplicate_steps_total").orElseThrow());
            replay(group);
            Scrape again = Scrape.await(
                    monitor.httpPort(),
                    scrape -> scrape.of("neural_entropy_monitor_duplicate_steps_total")
                                    .orElse(0)
                            == 8);
            assertLaw(again, group);
        }
        try (MonitorService monitor = monitor("twice", "twice")) {
            assertLaw(Scrape.await(monitor.httpPort(), scrape -> isComplete(scrape, group)), group);
        }
    }

    /** Whether the group knows all runs at their last step. */
    private static boolean isSettled(MonitorService monitor, String name) {
        int atTheEnd = 0;
        for (JsonNode group : groups(monitor)) {
            for (JsonNode run : group.get("runs")) {
                boolean ours = group.get("group").asText().equals(name);
                atTheEnd += ours && run.get("step").asInt() == 2 ? 1 : 0;
            }
        }
        return atTheEnd == RUNS.size();
    }

    private static JsonNode groups(MonitorService monitor) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + monitor.httpPort() + "/api/groups"))
                .build();
        try {
            return new ObjectMapper()
                    .readTree(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer from /api/groups", e);
        }
    }

    @Test
    void ofTwoInstancesOneExportsTheGroupAndTheOtherTakesItOver() {
        String group = "shared";
        replay(group);
        try (MonitorService first = monitor("shared", "first")) {
            Scrape.await(first.httpPort(), scrape -> isSettled(first, group));
            try (MonitorService second = monitor("shared", "second")) {
                Scrape.await(second.httpPort(), scrape -> !scrape.runs().isEmpty());
                Scrape.await(first.httpPort(), here -> exports(here, group) != exports(second, group));
            }
            assertLaw(Scrape.await(first.httpPort(), scrape -> isComplete(scrape, group)), group);
        }
    }

    private static boolean exports(MonitorService monitor, String group) {
        return exports(Scrape.of(monitor.httpPort()), group);
    }

    private static boolean exports(Scrape scrape, String group) {
        return scrape.of(series("law_slope_nats", group)).isPresent();
    }

    private static MonitorService monitor(String application, String directoryName) {
        return MonitorService.start(MonitorSettings.of(broker.bootstrapServers())
                .applicationId(application)
                .stateDirectory(directory.resolve(directoryName))
                .topology(TopologySettings.defaults().metricsInterval(Duration.ofMillis(200))));
    }
}
