package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations differ in whom they tell, and in nothing else. */
class AlertmanagerTest {
    private static final JsonNode DEFAULT = StackFiles.yaml(StackFiles.ALERTMANAGER.resolve("alertmanager.yml"));

    static List<Path> configurations() {
        return StackFiles.in(StackFiles.ALERTMANAGER, ".yml");
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void routesAndInhibitionAreTheSame(Path file) {
        JsonNode config = StackFiles.yaml(file);
        assertEquals(DEFAULT.get("route"), config.get("route"));
        assertEquals(DEFAULT.get("inhibit_rules"), config.get("inhibit_rules"));
        assertEquals(names(DEFAULT), names(config));
    }

    private static List<String> names(JsonNode config) {
        return StreamSupport.stream(config.get("receivers").spliterator(), false)
                .map(receiver -> receiver.get("name").asText())
                .toList();
    }

    @Test
    void theDefaultTellsNobody() {
        assertEquals(4, configurations().size());
        DEFAULT.get("receivers").forEach(receiver -> assertEquals(1, receiver.size(), receiver.toString()));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void secretsComeFromFiles(Path file) {
        for (String secret :
                List.of("credentials", "password", "smtp_auth_password", "api_url", "slack_api_url", "bearer_token")) {
            assertEquals(List.of(), StackFiles.yaml(file).findValues(secret), secret + " in " + file);
        }
    }
}
