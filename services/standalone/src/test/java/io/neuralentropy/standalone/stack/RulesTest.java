package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.monitor.export.RunMetric;
import io.neuralentropy.monitor.snapshot.TrainingState;
import io.neuralentropy.monitor.topology.TopologySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules ask for metrics that exist, and every alert comes with all that one needs who is woken by it. */
class RulesTest {
    /** What is neither of the product's tables nor recorded; {@code AlertsIT} finds each in a real Prometheus. */
    static final Set<String> OF_OTHERS = Set.of(
            "up",
            "scrape_samples_scraped",
            "kafka_consumer_fetch_manager_records_lag_max",
            "prometheus_target_scrapes_exceeded_sample_limit_total",
            "prometheus_target_scrapes_exceeded_body_size_limit_total",
            "prometheus_target_scrape_pool_exceeded_label_limits_total");

    private static final Pattern OUR_NAME = Pattern.compile("neural_entropy_\\w+");
    private static final Pattern STATE = Pattern.compile("state=~?\"([^\"]*)\"");
    private static final Path RUNBOOKS = StackFiles.ROOT.resolve("docs/runbooks.md");

    record Alert(JsonNode rule) {
        String name() {
            return rule.get("alert").asText();
        }

        String annotation(String key) {
            return rule.get("annotations").path(key).asText();
        }

        String label(String key) {
            return rule.get("labels").path(key).asText();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static List<Alert> alerts() {
        return Rules.alerts().map(Alert::new).toList();
    }

    @Test
    void everyMetricExists() {
        Set<String> known = new HashSet<>(KnownMetrics.ofTheTables());
        known.addAll(KnownMetrics.recorded());
        known.addAll(OF_OTHERS);
        for (JsonNode rule : Rules.all()) {
            Set<String> asked = PromQl.metrics(rule.get("expr").asText());
            assertFalse(asked.isEmpty(), rule.toString());
            asked.removeAll(known);
            assertEquals(Set.of(), asked, rule.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void textsNameOnlyMetricsThatExist(Alert alert) {
        Matcher name = OUR_NAME.matcher(alert.annotation("description"));
        while (name.find()) {
            assertTrue(KnownMetrics.ofTheTables().contains(name.group()), name.group());
        }
    }

    @Test
    void everyStateThatIsAskedForExists() {
        Set<String> states = Set.of(TrainingState.values()).stream()
                .map(TrainingState::wireName)
                .collect(Collectors.toSet());
        Set<String> asked = new TreeSet<>();
        for (JsonNode rule : Rules.all()) {
            Matcher state = STATE.matcher(rule.get("expr").asText());
            while (state.find()) {
                asked.addAll(List.of(state.group(1).split("\\|")));
            }
        }
        assertTrue(states.containsAll(asked), asked.toString());
        assertTrue(asked.contains("saturated"), asked.toString());
    }

    @Test
    void recordedNamesAreLevelMetricOperations() {
        KnownMetrics.recorded().forEach(name -> assertTrue(name.matches("[a-z_]+:[a-z_]+:[a-z0-9_]+"), name));
        assertFalse(KnownMetrics.recorded().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertIsComplete(Alert alert) throws IOException {
        assertTrue(alert.name().startsWith("NeuralEntropy"), alert.name());
        assertTrue(alert.rule().has("for"), "for");
        assertTrue(Set.of("critical", "warning", "info").contains(alert.label("severity")), alert.label("severity"));
        boolean ofARun = alert.label("component").equals("run");
        assertTrue(ofARun || alert.label("component").equals("monitor"), alert.label("component"));
        assertFalse(alert.annotation("summary").isBlank());
        assertTrue(alert.annotation("description").contains("{{"), "a description with values");
        assertEquals(
                ofARun
                        ? "{{ $externalLabels.grafana_url }}/d/neural-entropy-run?var-run={{ $labels.run }}"
                        : "{{ $externalLabels.grafana_url }}/d/neural-entropy-pipeline",
                alert.annotation("dashboard"));
        String anchor = alert.name().toLowerCase(Locale.ROOT);
        assertEquals(
                "{{ $externalLabels.source_url }}docs/runbooks.md#" + anchor,
                alert.annotation("runbook_url"),
                "runbook");
        assertTrue(Files.readAllLines(RUNBOOKS).contains("## " + alert.name()), "a section of docs/runbooks.md");
    }

    @Test
    void everyRunbookIsOfAnAlert() throws IOException {
        Set<String> sections = Files.readAllLines(RUNBOOKS).stream()
                .filter(line -> line.startsWith("## NeuralEntropy"))
                .map(line -> line.substring(3))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(alerts().stream().map(Alert::name).collect(Collectors.toCollection(TreeSet::new)), sections);
    }

    /** Each is shown to fire with its very texts, not to fire at another time, and to resolve. */
    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertHasItsUnitTests(Alert alert) {
        boolean texts = false;
        boolean waits = false;
        boolean resolves = false;
        for (JsonNode test : unitTests(alert)) {
            for (JsonNode expected : test.path("alert_rule_test")) {
                JsonNode told = expected.path("exp_alerts").path(0).path("exp_annotations");
                texts |= told.size() == alert.rule().get("annotations").size();
            }
            int most = 0;
            for (JsonNode expected : test.path("promql_expr_test")) {
                int firing = expected.get("exp_samples").size();
                waits |= firing == 0;
                resolves |= firing < most;
                most = Math.max(most, firing);
            }
        }
        assertTrue(texts, "a test of labels and texts");
        assertTrue(waits, "a test that it does not fire");
        assertTrue(resolves, "a test that it resolves");
    }

    private static List<JsonNode> unitTests(Alert alert) {
        List<JsonNode> tests = new ArrayList<>();
        for (Path file : StackFiles.in(Rules.TESTS, ".yml")) {
            for (JsonNode test : StackFiles.yaml(file).get("tests")) {
                if (test.get("name").asText().equals(alert.name())) {
                    tests.add(test);
                }
            }
        }
        return tests;
    }

    @Test
    void theLimitsOfTheScrapeAreAboveWhatTheMonitorBounds() {
        JsonNode job = StackFiles.yaml(StackFiles.PROMETHEUS.resolve("prometheus.yml"))
                .get("scrape_configs")
                .get(0);
        assertEquals("neural-entropy", job.get("job_name").asText());
        int perRun = RunMetric.values().length + TrainingState.values().length + 1;
        int ofRuns = TopologySettings.defaults().maxRuns() * perRun;
        int limit = job.get("sample_limit").asInt();
        String alert = alerts().stream()
                .filter(rule -> rule.name().equals("NeuralEntropyScrapeOverLimits"))
                .findFirst()
                .orElseThrow()
                .rule()
                .toString();
        assertTrue(alert.contains("> " + limit * 8 / 10), "the alert is at 80 % of the limit");
        assertTrue(alert.contains("the limit is " + limit), "and says it");
        assertTrue(ofRuns < limit * 8 / 10, "the runs' own bound stays below the alert: " + ofRuns);
    }
}
