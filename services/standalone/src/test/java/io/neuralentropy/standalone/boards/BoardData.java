package io.neuralentropy.standalone.boards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.detectors.DetectorSetting;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.export.RunMetric;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.stack.PrometheusClient;
import io.neuralentropy.standalone.stack.PrometheusConfig;
import io.neuralentropy.standalone.stack.PrometheusServer;
import io.neuralentropy.standalone.stack.StackFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker, a monitor and a Prometheus that scrapes it each second, and runs for every panel: a group of
 * three sizes of data, of which all is told and which saturate while they are scraped, one that grows, and one of which nothing
 * is told but an entropy per step.
 */
final class BoardData implements AutoCloseable {
    /** Of which everything is known. */
    static final String FULL = "n.8000";
    /** Of which next to nothing is known. */
    static final String BARE = "bare";

    static final String GROUP = "sizes";
    static final List<String> RUNS = List.of("n.1000", FULL, "n.60000", "rising", BARE);

    private static final int SEEN_FIRST = 600;
    private static final int STEPS = 2600;
    private static final EventCodec CODEC = new EventCodec();

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20261124);
    private final Instant began = Instant.now();
    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final MonitorService monitor;
    private final PrometheusServer prometheus;

    /** Skips the test where Prometheus is not installed. */
    BoardData(Path directory) {
        prometheus = PrometheusServer.start(directory.resolve("prometheus"));
        broker = EmbeddedBroker.start(new BrokerSettings("127.0.0.1", 0, directory.resolve("kafka")));
        Map<String, Object> bootstrap = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicSetup.ensure(bootstrap, TopicSettings.defaults(), Duration.ofSeconds(60));
        producer = new KafkaProducer<>(bootstrap, new ByteArraySerializer(), new ByteArraySerializer());
        monitor = MonitorService.start(MonitorSettings.of(broker.bootstrapServers())
                .topology(TopologySettings.defaults().detectors(neverStalled())));
        prometheus.configure(PrometheusConfig.every(Duration.ofSeconds(1))
                .rules(alertAtOnce(directory))
                .target("neural-entropy", "127.0.0.1:" + monitor.httpPort()));
        replay();
    }

    /** However slow the machine: what is asked last must find what was asked first. */
    private static DetectorSettings neverStalled() {
        return DetectorSettings.defaults().with(DetectorSetting.STALL_SECONDS, 3600);
    }

    /** Before the first sample. */
    Instant began() {
        return began;
    }

    /** An alert named like those that are shipped, which wait for longer than a test. */
    private static Path alertAtOnce(Path directory) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode rules = json.objectNode();
        ObjectNode group = rules.putArray("groups").addObject().put("name", "test");
        group.putArray("rules")
                .addObject()
                .put("alert", "NeuralEntropySaturatedNow")
                .put("expr", RunMetric.STATE + "{state=\"saturated\"} == 1")
                .set("labels", json.objectNode().put("severity", "info"));
        return StackFiles.write(directory.resolve("rules/test.yml"), rules).getParent();
    }

    PrometheusClient prometheus() {
        return prometheus.client();
    }

    private void replay() {
        start("n.1000", 1000);
        start(FULL, 8000);
        start("n.60000", 60_000);
        start("rising", 0);
        steps(1, SEEN_FIRST);
        send(heldOut(FULL, 350));
        awaitStep(SEEN_FIRST);
        steps(SEEN_FIRST + 1, STEPS);
        send(new RunFinished(origin("n.1000"), RunFinished.Status.COMPLETED, null, STEPS));
        System.gc(); // a collection to show
        awaitStep(STEPS);
        String there = step() + " == " + STEPS;
        prometheus().await("count_over_time((" + there + ")[1m:1s]) >= 5");
        prometheus().await("ALERTS{alertstate=\"firing\"}");
    }

    private void awaitStep(int step) {
        producer.flush();
        prometheus().await(step() + " == " + step);
    }

    private static String step() {
        return RunMetric.STEP.metricName() + "{run=\"" + FULL + "\"}";
    }

    private void start(String run, long size) {
        RunStarted.Builder about = RunStarted.of(origin(run))
                .name("of " + size)
                .group(size == 0 ? null : GROUP)
                .model("mlp")
                .parameters(100_000)
                .objective("entropy-matching")
                .process(new RunStarted.Process("vp", null))
                .dimension(9)
                .plannedSteps(2L * STEPS)
                .totalEntropy(new EntropyEstimate(700, 0, "analytic"))
                .totalEntropyLower(new EntropyEstimate(650, 0, "gaussian-fit"))
                .totalEntropyUpper(new EntropyEstimate(750, 0, "empirical"))
                .gaussianEntropy(new EntropyEstimate(650, 0, "gaussian-fit"))
                .profile("diffusion-time", new double[] {0, 0.25, 0.5, 1});
        if (size > 0) {
            about.dataset(new RunStarted.Dataset("images", size));
        }
        send(about.build());
    }

    private void steps(int from, int to) {
        for (int step = from; step <= to; step++) {
            send(full("n.1000", step, 300));
            send(full(FULL, step, 400));
            send(full("n.60000", step, 500));
            send(full("rising", step, 0.2 * step));
            if (step <= SEEN_FIRST) {
                send(Step.of(origin(BARE), step)
                        .neuralEntropy(Moments.ofMean(10, 4))
                        .build());
            }
        }
    }

    private Step full(String run, int step, double level) {
        double nats = level * (1 + 0.05 * random.nextGaussian());
        return Step.of(origin(run), step)
                .samples(32)
                .loss(700 - nats)
                .neuralEntropy(new Moments(nats, 900, 32))
                .learnedEntropy(new Moments(0.9 * nats, 900, 32))
                .profile(new Profile(
                        new long[] {32, 32, 32}, new double[] {nats, nats, nats / 2}, new double[] {nats, nats, nats / 4
                        }))
                .learningRate(1e-4)
                .gradientNorm(0.5)
                .seconds(0.02)
                .energyJoules(3)
                .gpuMemoryBytes(1L << 30)
                .build();
    }

    private static Evaluation heldOut(String run, double nats) {
        Moments learned = new Moments(nats, 900, 1000);
        return new Evaluation(
                origin(run),
                SEEN_FIRST,
                "held-out",
                null,
                learned,
                null,
                Absent.NUMBER,
                Absent.NUMBER,
                null,
                null,
                null);
    }

    /** Recent times: as the clock stands, no run is silent for long. */
    private static Origin origin(String run) {
        return new Origin(run, 0, 0, System.currentTimeMillis());
    }

    private void send(Event event) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, event.run().getBytes(UTF_8), CODEC.encode(event)));
    }

    @Override
    public void close() {
        producer.close();
        monitor.close();
        prometheus.close();
        broker.close();
    }
}
