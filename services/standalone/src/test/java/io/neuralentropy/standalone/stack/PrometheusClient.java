package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.standalone.process.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Asks a Prometheus over its HTTP API; an answer that is an error fails the test with its text. */
public final class PrometheusClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;

    PrometheusClient(String url) {
        this.url = url;
    }

    /** One series of an answer. */
    public record Series(Map<String, String> labels, List<Point> points) {
        /** The newest value. */
        public double value() {
            return points.get(points.size() - 1).value();
        }

        public String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    /** @param time seconds since the epoch */
    public record Point(double time, double value) {}

    /** The vector (or scalar, as one series without labels) that an expression has now. */
    public List<Series> query(String expression) {
        return series(get("query", Map.of("query", expression)));
    }

    /** The same at a time. */
    public List<Series> query(String expression, Instant time) {
        return series(get("query", Map.of("query", expression, "time", seconds(time))));
    }

    /** The matrix of an expression over the time up to now. */
    public List<Series> range(String expression, Duration back, Duration step) {
        Instant now = Instant.now();
        return range(expression, now.minus(back), now, step);
    }

    public List<Series> range(String expression, Instant from, Instant to, Duration step) {
        return series(get(
                "query_range",
                Map.of(
                        "query", expression,
                        "start", seconds(from),
                        "end", seconds(to),
                        "step", Double.toString(step.toMillis() / 1000.0))));
    }

    private static String seconds(Instant time) {
        return Double.toString(time.toEpochMilli() / 1000.0);
    }

    /** Label sets of the series that match a selector. */
    public List<Map<String, String>> series(String selector) {
        return stream(get("series", Map.of("match[]", selector)))
                .map(PrometheusClient::labels)
                .toList();
    }

    /** Values of a label, of the series that match a selector. */
    public List<String> labelValues(String label, String selector) {
        return stream(get("label/" + label + "/values", Map.of("match[]", selector)))
                .map(JsonNode::asText)
                .toList();
    }

    /** {@code /api/v1/rules}: the groups. */
    public JsonNode ruleGroups() {
        return get("rules", Map.of()).get("groups");
    }

    /** {@code /api/v1/targets}: the active ones. */
    public JsonNode targets() {
        return get("targets", Map.of()).get("activeTargets");
    }

    /** Help and type of each metric that targets told of, by name. */
    public JsonNode metadata() {
        return get("metadata", Map.of());
    }

    /** Asks an expression until it has series. */
    public List<Series> await(String expression) {
        return await("series of " + expression, () -> query(expression));
    }

    /** Waits until it knows whom to tell: from a new configuration on that takes up to 5 s. */
    void awaitAlertmanager() {
        await(
                "Alertmanager",
                () -> stream(get("alertmanagers", Map.of()).get("activeAlertmanagers"))
                        .toList());
    }

    private static <T> List<T> await(String what, Supplier<List<T>> question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<T> answer = question.get();
            if (!answer.isEmpty()) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                fail("no " + what + " within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private JsonNode get(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        try {
            JsonNode answer = JSON.readTree(Http.get(url + "/api/v1/" + path + query));
            assertEquals("success", answer.path("status").asText(), parameters + ": " + answer);
            return answer.get("data");
        } catch (JsonProcessingException broken) {
            return fail(broken);
        }
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<Series> series(JsonNode data) {
        JsonNode result = data.get("result");
        if (data.get("resultType").asText().equals("scalar")) {
            return List.of(new Series(Map.of(), List.of(point(result))));
        }
        return stream(result)
                .map(series -> new Series(
                        labels(series.get("metric")),
                        series.has("value")
                                ? List.of(point(series.get("value")))
                                : stream(series.get("values"))
                                        .map(PrometheusClient::point)
                                        .toList()))
                .toList();
    }

    private static Map<String, String> labels(JsonNode object) {
        Map<String, String> labels = new TreeMap<>();
        object.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static Point point(JsonNode pair) {
        String value = pair.get(1).asText().replace("Inf", "Infinity");
        return new Point(pair.get(0).asDouble(), Double.parseDouble(value));
    }
}
