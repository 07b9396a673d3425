package io.neuralentropy.standalone.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.Resources;
import io.neuralentropy.monitor.detectors.DetectorSetting;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.monitor.web.WebSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.stack.WebhookReceiver.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From events to whoever is told: labelled runs through a real broker and monitor to a real Prometheus with the shipped rules
 * and a real Alertmanager with the shipped routes.
 *
 * <p>Time runs faster than in service: scrapes and evaluations come every second instead of every 15, every minute in the rules
 * is a second, every duration of Alertmanager's routes is a sixtieth; a run stalls after 10 s, and leaves 15 s after its end.
 */
class AlertsIT {
    private static final long PATIENCE_SECONDS = 90;
    private static final String ANY = "";

    /** What must be told, by name and run: where, and how its description reads. */
    private static final Map<String, Expected> EXPECTED = Map.of(
            "NeuralEntropySaturated saturating",
            new Expected(
                    "warning", "Shown to gain less .* doubling of the steps. S_NN is 10 nats. .* trained for .*s\\."),
            "NeuralEntropyDeclining declining",
            new Expected(
                    "warning",
                    "Its entropy .* best level. S_NN is \\d\\.?\\d* nats. It changes by .* nats per step\\."),
            "NeuralEntropyDiverged diverging",
            new Expected("critical", "Loss or entropy is not a finite number.* It is at step 1\\d\\d\\d\\."),
            "NeuralEntropyStalled stalling",
            new Expected("warning", "No event for \\d.*s: .* It has not said that it ended\\. It was at step 500\\."),
            "NeuralEntropyFailed failing",
            new Expected("warning", "Its trainer reported that it failed at step 500 of 1000\\."),
            "NeuralEntropyLowEfficiency ending-low",
            new Expected("info", "Encoding efficiency .* is 5\\.\\d+% .* There were 100 nats to learn\\."),
            "NeuralEntropyMemorising memorising",
            new Expected("warning", "It knows 1\\d\\d\\.?\\d* nats more .* held-out ones \\(100 nats\\): .*"),
            "NeuralEntropyMissingSteps gappy",
            new Expected("warning", "2\\.\\d+% of its steps, 30 in all, never came .*"),
            "NeuralEntropyRankSilent ranked",
            new Expected("warning", "1 of 2 ranks lag behind the farthest one by more than 64 steps .*"),
            "NeuralEntropyDeadLetters",
            new Expected("warning", "About \\d+ records went to the topic .*, for the reason malformed-json\\."));

    private record Expected(String severity, String description) {}

    private final List<LabelledRun> runs = List.of(
            new LabelledRun("growing", 4000),
            new LabelledRun("spiking", 4000).loss(step -> step > 2000 && step < 2040 ? 30 : 1),
            new LabelledRun("saturating", 4000).neural(step -> 10 + 0.001 * (step % 2)),
            new LabelledRun("declining", 4500).neural(step -> step <= 3000 ? 10 : 10 - 0.002 * (step - 3000)),
            new LabelledRun("diverging", 1000).loss(step -> step < 1000 ? 1 : Double.NaN),
            new LabelledRun("stalling", 500).fallingSilent(),
            new LabelledRun("failing", 500).ending(RunFinished.Status.FAILED),
            new LabelledRun("ending-low", 1000).ending(RunFinished.Status.COMPLETED),
            new LabelledRun("memorising", 1000).learned(step -> 0.5 * step, new Moments(100, 100, 100)),
            new LabelledRun("gappy", 1000).losing(501, 530),
            new LabelledRun("ranked", 1000).secondRankUpTo(100));

    @TempDir
    private Path directory;

    private final Map<String, Long> causedAt = new HashMap<>();
    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private MonitorService monitor;
    private PrometheusServer prometheus;
    private WebhookReceiver receiver;

    @Test
    void exactlyWhatIsWrongIsToldAndTakenBack() throws IOException {
        Files.writeString(directory.resolve("alertmanager_webhook_token"), "sesame");
        try (WebhookReceiver told = WebhookReceiver.start();
                AlertmanagerServer alertmanager = AlertmanagerServer.start(
                        directory, AlertmanagerConfig.quickened("alertmanager.webhook.yml", directory, told.url()));
                PrometheusServer server = PrometheusServer.start(directory);
                EmbeddedBroker kafka = EmbeddedBroker.start(new BrokerSettings("127.0.0.1", 0, null))) {
            receiver = told;
            prometheus = server;
            broker = kafka;
            TopicSetup.ensure(bootstrap(), TopicSettings.defaults(), Duration.ofSeconds(60));
            monitor = monitor(0);
            try {
                tellOfRunsAndOfTheMonitor(alertmanager.address());
            } finally {
                monitor.close();
            }
        }
        print();
    }

    private void tellOfRunsAndOfTheMonitor(String alertmanager) throws IOException {
        int port = monitor.httpPort();
        PrometheusConfig config = PrometheusConfig.every(Duration.ofSeconds(1))
                .target("neural-entropy", "127.0.0.1:" + port)
                .target("alertmanager", alertmanager)
                .rules(Files.createDirectory(directory.resolve("none")));
        prometheus.configure(config);
        // no rules before it is scraped: their minute of patience is a second here
        prometheus.client().await("count_over_time(up{job=\"neural-entropy\"}[5s]) > 2");
        prometheus.configure(
                config.rules(Rules.quickened(directory.resolve("rules"))).alertmanager(alertmanager));
        try (KafkaProducer<byte[], byte[]> sender =
                new KafkaProducer<>(bootstrap(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer = sender;
            alertsAreToldAndTakenBack();
        }
        theMonitorsEndIsTold(port);
    }

    private Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private MonitorService monitor(int port) {
        DetectorSettings detectors = DetectorSettings.defaults().with(DetectorSetting.STALL_SECONDS, 10);
        return MonitorService.start(MonitorSettings.of(broker.bootstrapServers())
                .http(WebSettings.local(port))
                .resources(Resources.ofMebibytes(1, 0, 16, 16))
                .topology(TopologySettings.defaults()
                        .retain(Duration.ofSeconds(15), Duration.ofDays(1))
                        .detectors(detectors)));
    }

    private void alertsAreToldAndTakenBack() {
        for (LabelledRun run : runs) {
            run.history().forEach(this::send);
            causedAt.put(run.id(), System.currentTimeMillis());
        }
        producer.send(new ProducerRecord<>(Topics.EVENTS, "broken".getBytes(UTF_8), "not JSON".getBytes(UTF_8)));
        producer.flush();
        causedAt.put(ANY, System.currentTimeMillis());
        ScheduledExecutorService training = Executors.newSingleThreadScheduledExecutor();
        try {
            training.scheduleWithFixedDelay(this::stepOn, 500, 500, TimeUnit.MILLISECONDS);
            receiver.await(
                    told -> names(told, "firing").containsAll(EXPECTED.keySet()),
                    PATIENCE_SECONDS,
                    "of each of " + EXPECTED.keySet());
            rulesAreHealthyAndAskForWhatIsThere();
            training.execute(this::endAllButOne);
            receiver.await(
                    told -> names(told, "resolved").containsAll(EXPECTED.keySet()),
                    PATIENCE_SECONDS,
                    "of the end of each of " + EXPECTED.keySet());
        } finally {
            training.shutdownNow();
        }
        assertTold();
    }

    private boolean ended;

    /** The runs that go on do a step; after the end of all only the first, so that time goes by. */
    private void stepOn() {
        runs.stream().filter(LabelledRun::isLive).limit(ended ? 1 : runs.size()).forEach(run -> send(run.next()));
    }

    private void endAllButOne() {
        ended = true;
        runs.stream()
                .skip(1)
                .filter(run -> !run.isEnded())
                .forEach(run -> send(run.finished(RunFinished.Status.STOPPED)));
    }

    private void send(Event event) {
        byte[] value = new EventCodec().encode(event);
        producer.send(new ProducerRecord<>(Topics.EVENTS, event.run().getBytes(UTF_8), value));
    }

    private static Set<String> names(List<Told> told, String status) {
        return told.stream()
                .filter(alert -> alert.status().equals(status))
                .map(AlertsIT::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Told told) {
        return (told.label("alertname") + " " + told.label("run")).strip();
    }

    /** As expected, each raised once and taken back once, and nothing else; what is told again of the same is no more. */
    private void assertTold() {
        List<Told> told = receiver.told();
        assertEquals(new TreeSet<>(EXPECTED.keySet()), names(told, "firing"));
        assertEquals(new TreeSet<>(EXPECTED.keySet()), names(told, "resolved"));
        Set<String> raised = told.stream()
                .map(alert -> name(alert) + " since " + alert.alert().get("startsAt"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(EXPECTED.size(), raised.size(), "each once: " + raised);
        told.forEach(AlertsIT::assertReads);
    }

    private static void assertReads(Told told) {
        Expected expected = EXPECTED.get(name(told));
        assertEquals(expected.severity(), told.label("severity"));
        assertEquals("/" + expected.severity(), told.path());
        assertEquals("Bearer sesame", told.authorization());
        Set<String> labels = new HashSet<>(Set.of("alertname", "severity", "component"));
        String board = "/d/neural-entropy-pipeline";
        if (told.label("component").equals("run")) {
            labels.addAll(Set.of("group", "run"));
            assertEquals(LabelledRun.GROUP, told.label("group"));
            board = "/d/neural-entropy-run?var-run=" + told.label("run");
        } else {
            labels.add("reason");
        }
        assertEquals(labels, names(told.alert().get("labels")));
        assertTrue(told.annotation("summary").contains(told.label("run")), told.annotation("summary"));
        assertTrue(
                told.annotation("description").matches(expected.description()),
                told.label("alertname") + ": " + told.annotation("description"));
        assertEquals(PrometheusServer.GRAFANA_URL + board, told.annotation("dashboard"));
        String anchor = told.label("alertname").toLowerCase(Locale.ROOT);
        assertEquals(PrometheusServer.SOURCE_URL + "docs/runbooks.md#" + anchor, told.annotation("runbook_url"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void rulesAreHealthyAndAskForWhatIsThere() {
        Set<String> there = new HashSet<>(prometheus.client().labelValues("__name__", "{__name__=~\".+\"}"));
        Set<String> asked = new TreeSet<>(RulesTest.OF_OTHERS);
        for (JsonNode group : prometheus.client().ruleGroups()) {
            for (JsonNode rule : group.get("rules")) {
                assertEquals("ok", rule.get("health").asText(), rule.toString());
                asked.addAll(PromQl.metrics(rule.get("query").asText()));
            }
        }
        assertFalse(asked.isEmpty());
        asked.removeAll(there);
        assertEquals(Set.of(), asked, "asked for by rules and not in Prometheus");
    }

    private void theMonitorsEndIsTold(int port) {
        int before = receiver.told().size();
        causedAt.put("monitor", System.currentTimeMillis());
        monitor.close();
        receiver.await(told -> told.size() > before, PATIENCE_SECONDS, "that the monitor is down");
        monitor = monitor(port);
        receiver.await(told -> told.size() > before + 1, PATIENCE_SECONDS, "that it is back");
        List<Told> after = receiver.told().subList(before, receiver.told().size());
        assertEquals(
                List.of("firing", "resolved"), after.stream().map(Told::status).toList());
        for (Told told : after) {
            assertEquals("NeuralEntropyMonitorDown", told.label("alertname"));
            assertEquals("/critical", told.path());
        }
    }

    /** How long each took from its cause; {@code for} and the wait of its group are a part of it. */
    private void print() {
        Map<String, Long> first = new TreeMap<>();
        for (Told told : receiver.told()) {
            String cause = told.label("alertname").equals("NeuralEntropyMonitorDown") ? "monitor" : told.label("run");
            if (told.status().equals("firing")) {
                first.putIfAbsent(name(told), told.at() - causedAt.get(cause));
            }
        }
        System.out.println("from event to alert (for and waits a sixtieth of the shipped ones, scrape every second):");
        first.forEach((name, millis) -> System.out.printf("  %-42s %5.1f s%n", name, millis / 1000.0));
    }
}
