package io.neuralentropy.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.json.Json;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.run.BatchRecomputation;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.standalone.process.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What monitors have to say of a load, by the independent driver. */
final class Expectation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The default of {@code rank-steps}. */
    private static final long RANK_STEPS = 64;

    private final Load load;
    private final Map<String, BatchRecomputation> batches = new TreeMap<>();

    Expectation(Load load) {
        this.load = load;
        load.runs().forEach((run, events) -> batches.put(run, BatchRecomputation.of(events)));
    }

    /** Waits until a monitor has received every step, then compares all that it says of each run. */
    void assertMet(String url) {
        batches.forEach((run, batch) -> {
            Http.await(url + "api/runs/" + run, json -> received(json) == batch.received(), "every step of " + run);
            assertRun(batch, parse(Http.get(url + "api/runs/" + run)));
            assertCurve(batch, parse(Http.get(url + "api/runs/" + run + "/curve")));
        });
    }

    /** As its owner tells it now: what was written down for others may come from before a move, with a coarser curve. */
    private static long received(String json) {
        JsonNode run = parse(json);
        return run.path("live").asBoolean() ? run.path("receivedSteps").asLong() : -1;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    private static void assertRun(BatchRecomputation batch, JsonNode run) {
        assertEquals(batch.step(), run.path("step").asLong());
        assertEquals(batch.accepted(), run.path("acceptedSteps").asLong());
        assertEquals(batch.missing(), run.path("missingSteps").asLong());
        assertEquals(
                batch.received(),
                run.path("acceptedSteps").asLong()
                        + run.path("duplicateSteps").asLong()
                        + run.path("supersededSteps").asLong(),
                "received = accepted + duplicate + superseded");
        assertEstimate(batch.window(Step::neuralEntropy), run.path("neuralEntropy"));
        assertEstimate(batch.window(Step::learnedEntropy), run.path("learnedEntropy"));
        assertClose(batch.windowBySamples(Step::loss), run.path("loss"));
        assertClose(batch.windowBySamples(Step::gradientNorm), run.path("gradientNorm"));
        assertClose(batch.windowStepsPerSecond(), run.path("stepsPerSecond"));
        assertEquals(batch.silentRanks(RANK_STEPS), numbers(run.path("silentRanks")), "silent ranks");
        assertEquals(batch.divergedRanks(RANK_STEPS), numbers(run.path("divergedRanks")), "diverged ranks");
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    /**
     * A monitor that was killed, moved and restored says of each run whatever one says that saw the same events without any
     * trouble: every number and every change of state, to the last digit. Only that nothing came for two minutes is a matter of
     * the clock.
     */
    void assertAsUndisturbed(String url) {
        load.runs().forEach((run, events) -> {
            RunState state = new RunState(run);
            events.forEach(state::accept);
            RunSnapshot snapshot = Snapshooter.of(state);
            byte[] said = Json.bytes(json -> RunJson.write(json, snapshot));
            ObjectNode expected = (ObjectNode) parse(new String(said, UTF_8));
            ObjectNode actual = (ObjectNode) parse(Http.get(url + "api/runs/" + run));
            actual.remove("silentFor");
            withoutRefused(actual);
            assertEquals(expected, actual);
        });
    }

    /** Among the events are some that no run takes: it is told of them, which its events alone do not say. */
    private static void withoutRefused(ObjectNode run) {
        Iterator<JsonNode> warnings = run.path("warnings").iterator();
        while (warnings.hasNext()) {
            if (warnings.next().path("code").asText().equals("refused-events")) {
                warnings.remove();
            }
        }
        if (run.path("warnings").isEmpty()) {
            run.remove("warnings");
        }
    }

    /** The runs whose course is known went through their states; a saturated one can hold the mean of its second half. */
    void assertShapes(String url) {
        for (ShapedRun shape : load.shapes()) {
            JsonNode run = parse(Http.get(url + "api/runs/" + shape.run()));
            List<String> states = new ArrayList<>();
            run.path("states").forEach(change -> states.add(change.path("state").asText()));
            assertEquals(shape.states(), states, shape.run());
            if (states.contains("finished")) {
                assertPlateau(batches.get(shape.run()), run);
            }
        }
    }

    private static void assertPlateau(BatchRecomputation batch, JsonNode run) {
        double level = batch.meanFrom(batch.step() / 2, Step::neuralEntropy);
        assertEquals(level, run.path("capacity").path("value").asDouble(), 0.005 * level);
        long verdict = 0;
        for (JsonNode change : run.path("states")) {
            if (change.path("state").asText().equals("saturated")) {
                verdict = change.path("step").asLong();
            }
        }
        assertEquals(batch.step() - verdict, run.path("saturatedSteps").asLong());
    }

    private static void assertEstimate(double[] expected, JsonNode estimate) {
        assertClose(expected[0], estimate.path("value"));
        assertClose(expected[1], estimate.path("standardError"));
    }

    private static void assertClose(double expected, JsonNode actual) {
        if (Double.isNaN(expected)) {
            assertTrue(actual.isMissingNode() || actual.isNull(), "unknown, yet said: " + actual);
            return;
        }
        if (Double.isInfinite(expected)) {
            assertEquals(Double.toString(expected), actual.asText());
            return;
        }
        assertEquals(expected, actual.asDouble(), Math.abs(expected) * 1e-12);
    }

    private static void assertCurve(BatchRecomputation batch, JsonNode curve) {
        TreeMap<Long, List<Step>> history = batch.history();
        assertEquals(history.size(), curve.path("step").size());
        int i = 0;
        for (List<Step> bucket : history.values()) {
            assertEquals(bucket.size(), curve.path("steps").get(i).asInt());
            assertClose(
                    BatchRecomputation.mean(bucket, Step::neuralEntropy)[0],
                    curve.path("neuralEntropy").get(i));
            i++;
        }
    }

    /** The dead letters that were committed are the junk, byte for byte, each as often as there are applications. */
    void assertDeadLetters(String bootstrapServers, int applications) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            expected.addAll(load.junk());
        }
        List<String> found = deadLetters(bootstrapServers);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (found.size() < expected.size() && System.nanoTime() < deadline) {
            // a transaction that a killed monitor left open hides what comes behind it until the broker gives it up
            found = deadLetters(bootstrapServers);
        }
        assertEquals(
                expected.stream().sorted().toList(), found.stream().sorted().toList());
    }

    private static List<String> deadLetters(String bootstrapServers) {
        List<String> found = new ArrayList<>();
        readCommitted(bootstrapServers, Topics.DEAD_LETTERS, value -> found.add(new String(value, UTF_8)));
        return found;
    }

    /**
     * The changes of state that an application committed are, without what resumptions took back, those that it shows; none was
     * said twice. Returns how many it said.
     */
    int assertStates(String bootstrapServers, String application, String url) {
        Map<String, List<String>> shown = new TreeMap<>();
        batches.keySet().forEach(run -> {
            List<String> changes = shown.computeIfAbsent(run, id -> new ArrayList<>());
            parse(Http.get(url + "api/runs/" + run)).path("states").forEach(change -> changes.add(words(change)));
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, List<JsonNode>> told = told(bootstrapServers, application);
        while (!standing(told).equals(shown) && System.nanoTime() < deadline) {
            // what is shown may be a commit ahead
            told = told(bootstrapServers, application);
        }
        assertEquals(shown, standing(told), application);
        told.values()
                .forEach(changes -> assertEquals(
                        new LinkedHashSet<>(changes).size(), changes.size(), "each change is told once: " + changes));
        return told.values().stream().mapToInt(List::size).sum();
    }

    private Map<String, List<JsonNode>> told(String bootstrapServers, String application) {
        Map<String, List<JsonNode>> told = new TreeMap<>();
        batches.keySet().forEach(run -> told.put(run, new ArrayList<>()));
        readCommitted(bootstrapServers, Topics.RUN_STATES, value -> {
            JsonNode change = parse(new String(value, UTF_8));
            if (change.path("application").asText().equals(application)) {
                told.get(change.path("run").asText()).add(change);
            }
        });
        return told;
    }

    private static Map<String, List<String>> standing(Map<String, List<JsonNode>> told) {
        Map<String, List<String>> standing = new TreeMap<>();
        told.forEach((run, changes) -> standing.put(run, standing(changes)));
        return standing;
    }

    /** As a reader of the topic keeps the list (docs/events.md). */
    private static List<String> standing(List<JsonNode> told) {
        List<String> standing = new ArrayList<>();
        for (JsonNode change : told) {
            boolean takesBackOnly = change.path("cause").asText().equals("resumed");
            int place = change.path("place").asInt();
            int stays = takesBackOnly ? place : place - 1;
            assertTrue(stays <= standing.size(), "a change before this one is missing: " + change);
            standing.subList(stays, standing.size()).clear();
            if (!takesBackOnly) {
                standing.add(words(change));
            }
        }
        return standing;
    }

    private static String words(JsonNode change) {
        return change.path("step") + " " + change.path("state") + " " + change.path("time") + " "
                + change.path("reason") + " " + change.path("late") + " " + change.path("gain");
    }

    private static void readCommitted(String bootstrapServers, String topic, Consumer<byte[]> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(topic + " could not be read to its end");
                }
                consumer.poll(Duration.ofMillis(100)).forEach(record -> reader.accept(record.value()));
            }
        }
    }

    /** All runs' events, for a report. */
    long events() {
        return load.runs().values().stream().mapToLong(List<Event>::size).sum();
    }
}
