package io.neuralentropy.events.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.events.topics.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code docs/events.md} to the codec and the schemas. */
class DocumentationTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "events.md");
    private static final Schemas SCHEMAS = new Schemas();

    private final EventCodec codec = new EventCodec();
    private final String page = read(PAGE);

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toAbsolutePath().toString(), e);
        }
    }

    private List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private Event valid(String json) {
        Event event = assertInstanceOf(Decoded.Accepted.class, codec.decode(json.getBytes(UTF_8)), json)
                .event();
        assertEquals(List.of(), SCHEMAS.validate(event.type(), json), json);
        return event;
    }

    @Test
    void everyExampleIsAValidEventAndEveryTypeHasOne() {
        Set<EventType> shown = EnumSet.noneOf(EventType.class);
        blocks("json").forEach(json -> shown.add(valid(json).type()));
        assertEquals(EnumSet.allOf(EventType.class), shown);
    }

    @Test
    void theEventWrittenByHandIsValidUnderItsKey() {
        Matcher line = Pattern.compile("echo '(.*)' \\|\\s+kcat -P -b \\S+ -X \\S+ -t (\\S+) -k (\\S+)")
                .matcher(blocks("sh").get(0));
        assertTrue(line.find());
        Event event = valid(line.group(1));
        assertEquals(Topics.EVENTS, line.group(2));
        assertEquals(event.run(), line.group(3));
    }

    /** Without it a run's events are in two partitions when another client speaks of it too. */
    @Test
    void everyExampleWithKcatChoosesPartitionsAsJavasClientsDo() {
        Path root = Path.of("..", "..");
        String pageOfTheMonitor = "services/monitor/src/main/resources/io/neuralentropy/monitor/web/page/index.html";
        for (String file : List.of("README.md", "docs/events.md", pageOfTheMonitor)) {
            List<String> commands = Pattern.compile("kcat -P[^`]*?-k")
                    .matcher(read(root.resolve(file)))
                    .results()
                    .map(command -> command.group().replaceAll("\\s+", " "))
                    .toList();
            assertFalse(commands.isEmpty(), file);
            commands.forEach(command -> assertTrue(command.contains(" -X partitioner=murmur2_random "), command));
        }
    }

    @Test
    void theLoopInPythonWritesValidEvents(@TempDir Path folder) throws IOException, InterruptedException {
        Path script =
                Files.writeString(folder.resolve("loop.py"), blocks("python").get(0));
        Path output = folder.resolve("events.jsonl");
        Process python;
        try {
            python = new ProcessBuilder("python3", script.toString())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assertFalse("true".equals(System.getenv("CI")), "python3 is needed: " + e.getMessage());
            assumeTrue(false, "python3 is not installed: the loop of the page was not run");
            return;
        }
        assertTrue(python.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, python.exitValue());
        List<Event> events =
                Files.readAllLines(output).stream().map(this::valid).toList();
        assertEquals(102, events.size());
        assertInstanceOf(RunFinished.class, events.get(101));
    }

    @Test
    void theExampleOfAChangeOfStateIsValid() {
        List<String> shown = blocks("json run-states");
        assertEquals(1, shown.size());
        assertEquals(List.of(), SCHEMAS.validateStateChange(shown.get(0)));
        assertFalse(
                SCHEMAS.validateStateChange(shown.get(0).replace("\"flat\"", "\"?\""))
                        .isEmpty(),
                "the check can fail");
    }

    @Test
    void everyFieldOfTheSchemasIsOnThePage() throws IOException {
        Set<String> fields = new TreeSet<>();
        for (EventType type : EventType.values()) {
            collect(schema(Schemas.fileOf(type)), fields);
        }
        collect(schema("common.schema.json"), fields);
        collect(schema("state-change.schema.json"), fields);
        assertTrue(fields.contains("gpuMemoryBytes") && fields.contains("standardError"));
        fields.removeIf(field -> page.contains('`' + field + '`'));
        assertEquals(Set.of(), fields, "not on the page");
    }

    private static JsonNode schema(String file) throws IOException {
        try (InputStream in = DocumentationTest.class.getClassLoader().getResourceAsStream(Schemas.FOLDER + file)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static void collect(JsonNode schema, Set<String> fields) {
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        schema.forEach(child -> collect(child, fields));
    }

    @Test
    void everyReasonAndTopicIsOnThePage() {
        for (Reason reason : Reason.values()) {
            assertTrue(page.contains('`' + reason.label() + '`'), reason.label());
        }
        for (String topic : List.of(
                Topics.EVENTS,
                Topics.RUN_METRICS,
                Topics.RUN_CURVES,
                Topics.RUN_STATES,
                Topics.DEAD_LETTERS,
                Topics.GROUP_RUNS,
                Topics.REROUTED)) {
            assertTrue(page.contains('`' + topic + '`'), topic);
        }
    }
}
