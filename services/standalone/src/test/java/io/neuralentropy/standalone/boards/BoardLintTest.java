package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader may expect of every board, read from the files as Grafana reads them. */
class BoardLintTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");
    private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)");

    /** A board's file. */
    record BoardFile(String name, JsonNode json) {
        @Override
        public String toString() {
            return name;
        }

        List<JsonNode> panels() {
            return stream(json.get("panels"))
                    .filter(panel -> !panel.get("type").asText().equals("row"))
                    .toList();
        }

        Set<String> variables() {
            return stream(json.at("/templating/list"))
                    .map(variable -> variable.get("name").asText())
                    .collect(Collectors.toSet());
        }

        String text() {
            return json.toString();
        }
    }

    static List<BoardFile> files() throws IOException {
        try (Stream<Path> files = Files.list(Boards.DIRECTORY)) {
            List<BoardFile> boards = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                boards.add(new BoardFile(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile())));
            }
            return boards;
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> texts(Stream<JsonNode> nodes, String field) {
        return nodes.map(node -> node.get(field).asText()).toList();
    }

    private static void assertUnique(List<String> names) {
        assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
    }

    @Nested
    class ABoard {
        static List<BoardFile> files() throws IOException {
            return BoardLintTest.files();
        }

        @ParameterizedTest
        @MethodSource("files")
        void isOfTheVersionThatIsShippedAndNotEditedInPlace(BoardFile board) {
            assertEquals(42, board.json().get("schemaVersion").asInt());
            assertFalse(board.json().get("editable").asBoolean());
            assertFalse(board.json().has("id"), "ids are Grafana's own");
            assertTrue(board.json().get("uid").asText().length() <= 40);
        }

        @ParameterizedTest
        @MethodSource("files")
        void placesItsPanelsBesideOneAnotherWithinTheGrid(BoardFile board) {
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : board.json().get("panels")) {
                JsonNode place = panel.get("gridPos");
                assertTrue(
                        place.get("x").asInt() + place.get("w").asInt() <= 24,
                        panel.get("title").asText());
                for (int x = 0; x < place.get("w").asInt(); x++) {
                    for (int y = 0; y < place.get("h").asInt(); y++) {
                        String cell = (place.get("x").asInt() + x) + ":"
                                + (place.get("y").asInt() + y);
                        assertTrue(taken.add(cell), panel.get("title").asText() + " lies on another at " + cell);
                    }
                }
            }
            assertUnique(texts(stream(board.json().get("panels")), "id"));
        }

        @ParameterizedTest
        @MethodSource("files")
        void namesNoDataSource(BoardFile board) {
            assertEquals(
                    Set.of("${datasource}"),
                    new TreeSet<>(texts(board.json().findValues("datasource").stream(), "uid")));
            assertFalse(board.text().contains("neural-entropy-prometheus"));
        }

        @ParameterizedTest
        @MethodSource("files")
        void usesOnlyVariablesThatItHas(BoardFile board) {
            Set<String> used = new TreeSet<>();
            Matcher matcher = VARIABLE.matcher(board.text());
            while (matcher.find()) {
                used.add(matcher.group(1));
            }
            used.removeIf(name -> name.startsWith("__"));
            used.removeAll(board.variables());
            assertEquals(Set.of(), used);
        }

        @ParameterizedTest
        @MethodSource("files")
        void leadsToTheOthersWithTheWholeSelection(BoardFile board) throws IOException {
            JsonNode link = board.json().at("/links/0");
            assertTrue(
                    link.get("includeVars").asBoolean() && link.get("keepTime").asBoolean());
            assertEquals(board.json().get("tags"), link.get("tags"));
            for (BoardFile other : BoardLintTest.files()) {
                assertEquals(other.variables(), board.variables(), "what one board passes on the other knows");
            }
        }

        @ParameterizedTest
        @MethodSource("files")
        void leadsOnlyToBoardsThatThereAre(BoardFile board) throws IOException {
            List<String> known = texts(BoardLintTest.files().stream().map(BoardFile::json), "uid");
            Matcher matcher = LINK.matcher(board.text());
            while (matcher.find()) {
                assertTrue(known.contains(matcher.group(1)), matcher.group(1));
            }
        }
    }

    @Nested
    class APanel {
        static List<BoardFile> files() throws IOException {
            return BoardLintTest.files();
        }

        @ParameterizedTest
        @MethodSource("files")
        void saysWhatItShowsAndInWhichUnit(BoardFile board) {
            for (JsonNode panel : board.panels()) {
                String title = panel.get("title").asText();
                assertTrue(panel.get("description").asText().length() > 20, title);
                assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank(), title);
                assertFalse(panel.at("/fieldConfig/defaults/noValue").asText().isBlank(), title);
            }
        }

        @ParameterizedTest
        @MethodSource("files")
        void asksQueriesOfDifferentNames(BoardFile board) {
            for (JsonNode panel : board.panels()) {
                assertFalse(panel.get("targets").isEmpty(), panel.get("title").asText());
                assertUnique(texts(stream(panel.get("targets")), "refId"));
            }
        }

        @ParameterizedTest
        @MethodSource("files")
        void bridgesNoGaps(BoardFile board) {
            for (JsonNode panel : board.panels()) {
                assertFalse(
                        panel.at("/fieldConfig/defaults/custom/spanNulls").asBoolean(),
                        panel.get("title").asText());
            }
        }

        /** An XY chart given a palette by name breaks; on all others a palette by position would change colours. */
        @ParameterizedTest
        @MethodSource("files")
        void keepsTheColourOfARun(BoardFile board) {
            for (JsonNode panel : board.panels()) {
                boolean byPosition = panel.get("type").asText().equals("xychart");
                Set<String> allowed = byPosition
                        ? Set.of("palette-classic", "fixed")
                        : Set.of("palette-classic-by-name", "fixed", "thresholds");
                String mode = panel.at("/fieldConfig/defaults/color/mode").asText();
                assertTrue(allowed.contains(mode), panel.get("title").asText() + ": " + mode);
            }
        }
    }

    @Nested
    class Provisioning {
        @Test
        void doesNotLetBoardsBeChangedInGrafana() throws IOException {
            JsonNode provider = yaml("dashboards").at("/providers/0");
            assertFalse(provider.get("allowUiUpdates").asBoolean(true));
            assertEquals("/etc/grafana/boards", provider.at("/options/path").asText());
        }

        @Test
        void givesTheDataSourceItsFixedUid() throws IOException {
            JsonNode source = yaml("datasources").at("/datasources/0");
            assertEquals("neural-entropy-prometheus", source.get("uid").asText());
            assertEquals("http://prometheus:9090", source.get("url").asText());
            assertTrue(source.get("isDefault").asBoolean(), "boards take the default one first");
        }

        @Test
        void scrapesAsOftenAsTheShippedPrometheus() throws IOException {
            assertEquals(
                    yaml("../prometheus/prometheus.yml").at("/global/scrape_interval"),
                    yaml("datasources").at("/datasources/0/jsonData/timeInterval"));
        }

        private static JsonNode yaml(String of) throws IOException {
            Path file = of.endsWith(".yml")
                    ? Boards.GRAFANA.resolve(of)
                    : Boards.GRAFANA.resolve("provisioning").resolve(of).resolve("neural-entropy.yml");
            return new YAMLMapper().readTree(file.toFile());
        }
    }
}
