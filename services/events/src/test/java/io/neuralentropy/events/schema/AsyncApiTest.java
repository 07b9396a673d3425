package io.neuralentropy.events.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicsOf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AsyncApiTest {
    private final JsonNode document = document();

    private static JsonNode document() {
        try (InputStream file = open(Schemas.FOLDER + "asyncapi.yaml")) {
            return new ObjectMapper().valueToTree(new Yaml().load(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream file = AsyncApiTest.class.getClassLoader().getResourceAsStream(resource);
        assertNotNull(file, resource);
        return file;
    }

    @Test
    void isAValidAsyncApi3Document() throws IOException {
        try (InputStream file = open("asyncapi/asyncapi-3.0.0.schema.json")) {
            Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(file, InputFormat.JSON);
            assertEquals(List.of(), meta.validate(document));
            ((com.fasterxml.jackson.databind.node.ObjectNode) document).remove("info");
            assertFalse(meta.validate(document).isEmpty(), "the check can fail");
        }
    }

    @Test
    void everyReferenceResolves() throws IOException {
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertTrue(references.size() > EventType.values().length);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
            } else {
                try (InputStream file = open(Schemas.FOLDER + reference)) {
                    assertTrue(new ObjectMapper().readTree(file).isObject(), reference);
                }
            }
        }
    }

    private static void collect(JsonNode node, List<String> references) {
        node.properties().forEach(field -> {
            if (field.getKey().equals("$ref")) {
                references.add(field.getValue().asText());
            }
        });
        node.forEach(child -> collect(child, references));
    }

    @Test
    void channelsAreTheTopicsAsTheyAreSetUp() {
        Map<String, Map<String, String>> described = new HashMap<>();
        document.get("channels").forEach(channel -> {
            JsonNode kafka = channel.at("/bindings/kafka");
            assertEquals(channel.get("address"), kafka.get("topic"));
            assertEquals(
                    TopicSettings.DEFAULT_PARTITIONS, kafka.get("partitions").asInt());
            Map<String, String> config = new HashMap<>();
            kafka.get("topicConfiguration")
                    .properties()
                    .forEach(entry -> config.put(
                            entry.getKey(),
                            entry.getValue().isArray()
                                    ? entry.getValue().get(0).asText()
                                    : entry.getValue().asText()));
            described.put(channel.get("address").asText(), config);
        });
        assertEquals(TopicsOf.configs(TopicSettings.defaults()), described);
    }

    @Test
    void everyTypeIsAMessageWithItsSchema() {
        Map<String, String> schemas = new HashMap<>();
        document.at("/channels/events/messages").forEach(reference -> {
            JsonNode message = document.at(reference.get("$ref").asText().substring(1));
            schemas.put(
                    message.get("name").asText(),
                    message.at("/payload/schema/$ref").asText());
        });
        assertEquals(
                Arrays.stream(EventType.values()).collect(Collectors.toMap(EventType::wireName, Schemas::fileOf)),
                schemas);
    }

    @Test
    void everyReasonIsNamed() {
        Set<String> named = new TreeSet<>();
        document.at("/components/messages/deadLetter/headers/properties/reason/enum")
                .forEach(reason -> named.add(reason.asText()));
        Set<String> reasons = Arrays.stream(Reason.values()).map(Reason::label).collect(Collectors.toSet());
        // of events that are right in themselves: the monitor's own
        reasons.addAll(Set.of("too-many-runs", "expired-run", "implausible-step", "wrong-partition", "failed"));
        assertEquals(reasons, named);
    }
}
