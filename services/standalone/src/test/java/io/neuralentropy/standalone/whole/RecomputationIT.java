package io.neuralentropy.standalone.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.run.BatchRecomputation;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.OutsideProgram;
import io.neuralentropy.standalone.process.TopicReader;
import io.neuralentropy.trainer.NetworkOptions;
import io.neuralentropy.trainer.Training;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a real training to {@code /metrics}: what the monitor says equals what the independent driver works out from the
 * events that are in the topic.
 */
class RecomputationIT {
    private static final String GROUP = "whole";
    private static final long STEPS = 400;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static MonitorService monitor;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(new BrokerSettings("127.0.0.1", 0, directory.resolve("kafka")));
        TopicSetup.ensure(bootstrap(), TopicSettings.defaults(), Duration.ofSeconds(60));
        monitor = startMonitor();
    }

    private static MonitorService startMonitor() {
        return MonitorService.start(
                MonitorSettings.of(broker.bootstrapServers()).stateDirectory(directory.resolve("state")));
    }

    private static Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        monitor.close();
        broker.close();
    }

    @Test
    void aTrainingsMetricsEqualTheRecomputationAlsoAfterDuplicatesAndARestart() {
        train("trained");
        List<Event> events = eventsOf("trained");
        BatchRecomputation batch = BatchRecomputation.of(events);
        assertEquals(STEPS, batch.accepted());
        Scrape first = awaitStep("trained");
        assertEqualsBatch(batch, first, "trained");

        double duplicatesBefore =
                first.of("neural_entropy_monitor_duplicate_steps_total").orElseThrow();
        sendAgain(events);
        Scrape again = Scrape.await(
                monitor.httpPort(),
                scrape -> scrape.of("neural_entropy_monitor_duplicate_steps_total")
                                .orElseThrow()
                        == duplicatesBefore + STEPS);
        assertEquals(learned(first), learned(again), "the same events again change no number");

        monitor.close();
        monitor = startMonitor();
        // the runs of one partition may be back before those of another
        Scrape restored = Scrape.await(
                monitor.httpPort(),
                scrape -> scrape.ofRuns().keySet().equals(first.ofRuns().keySet()));
        assertEquals(learned(first), learned(restored), "nor does a restart");
    }

    /** What is said of the runs, but of how many events came again. */
    private static Map<String, Double> learned(Scrape scrape) {
        Map<String, Double> numbers = new TreeMap<>(scrape.ofRuns());
        numbers.keySet().removeIf(series -> series.startsWith("neural_entropy_duplicate_steps"));
        return numbers;
    }

    private static void train(String run) {
        TrainingOptions options = TrainingOptions.of(
                        run, DataSetRequest.of("gaussian").withDimension(2).withSize(512))
                .group(GROUP)
                .process("vp")
                .network(NetworkOptions.mlp(List.of(32, 32)))
                .steps(STEPS)
                .seed(3)
                .threads(1)
                .build();
        try (KafkaEmitter emitter = KafkaEmitter.open(EmitterSettings.to(broker.bootstrapServers()));
                Training training = Training.open(options, emitter)) {
            assertTrue(advanceToTheEnd(training));
            training.finish(RunFinished.Status.COMPLETED, null);
        }
    }

    private static boolean advanceToTheEnd(Training training) {
        while (training.advance(50)) {
            // goes on
        }
        return training.progress().step() == STEPS;
    }

    private static List<Event> eventsOf(String run) {
        try (TopicReader reader = new TopicReader(broker.bootstrapServers())) {
            reader.await(run, events -> events.stream().anyMatch(RunFinished.class::isInstance));
            return reader.events(run);
        }
    }

    private static Scrape awaitStep(String run) {
        return Scrape.await(
                monitor.httpPort(),
                scrape -> scrape.of("neural_entropy_step", GROUP, run).orElse(0) == STEPS);
    }

    private static void sendAgain(List<Event> events) {
        EventCodec codec = new EventCodec();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(bootstrap(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Event event : events) {
                producer.send(new ProducerRecord<>(Topics.EVENTS, event.run().getBytes(UTF_8), codec.encode(event)));
            }
        }
    }

    private static void assertEqualsBatch(BatchRecomputation batch, Scrape scrape, String run) {
        double[] neural = batch.window(Step::neuralEntropy);
        double[] learned = batch.window(Step::learnedEntropy);
        double total = batch.about().totalEntropy().nats();
        assertClose(neural[0], scrape, "neural_entropy_nats", run);
        assertClose(neural[1], scrape, "neural_entropy_stderr_nats", run);
        assertClose(learned[0], scrape, "neural_entropy_learned_nats", run);
        assertClose(learned[1], scrape, "neural_entropy_learned_stderr_nats", run);
        assertClose(total, scrape, "neural_entropy_total_nats", run);
        assertClose(neural[0] / total, scrape, "neural_entropy_encoding_efficiency_ratio", run);
        assertClose(learned[0] / total, scrape, "neural_entropy_learned_ratio", run);
        assertClose(total - learned[0], scrape, "neural_entropy_gap_nats", run);
        assertClose((neural[0] + learned[0]) / (2 * neural[0]), scrape, "neural_entropy_output_scale_ratio", run);
        assertClose(batch.windowBySamples(Step::loss), scrape, "neural_entropy_loss", run);
        assertClose(batch.windowBySamples(Step::gradientNorm), scrape, "neural_entropy_gradient_norm", run);
        assertClose(batch.windowStepsPerSecond(), scrape, "neural_entropy_steps_per_second", run);
        assertEquals(0, scrape.of("neural_entropy_missing_steps", GROUP, run).orElseThrow());
        double slope = batch.windowSlope()[0];
        assertEquals(
                slope,
                scrape.of("neural_entropy_absorption_nats_per_step", GROUP, run).orElseThrow(),
                Math.abs(slope) * 1e-9);
    }

    private static void assertClose(double expected, Scrape scrape, String metric, String run) {
        assertEquals(expected, scrape.of(metric, GROUP, run).orElseThrow(), Math.abs(expected) * 1e-12, metric);
    }

    @Test
    void promtoolAcceptsTheMetrics() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                OutsideProgram.isInstalled("promtool"), "promtool is not installed (package prometheus)");
        train("checked");
        Scrape scrape = awaitStep("checked");
        Path file = directory.resolve("metrics.txt");
        Files.writeString(file, scrape.text());
        Path said = directory.resolve("promtool.txt");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        promtool.waitFor();
        // promtool wants bytes for bits; the name is a promise, and of information bits are the unit
        List<String> ofOurs = Files.readString(said)
                .lines()
                .filter(line -> line.startsWith("neural_entropy") || line.contains("error"))
                .filter(line ->
                        !line.equals("neural_entropy_bits_per_parameter use base unit \"bytes\" instead of \"bits\""))
                .toList();
        assertEquals(List.of(), ofOurs);
    }
}
