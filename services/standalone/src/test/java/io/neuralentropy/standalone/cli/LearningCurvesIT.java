package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five of the paper's 200 epochs, D = 3, through broker, monitor and trainer. The bands are those in which the report calls a
 * number an agreement: 10 % beyond what the paper's figures leave open at this epoch.
 */
class LearningCurvesIT {
    @TempDir
    private static Path directory;

    private static InProcess.Outcome outcome;

    @BeforeAll
    static void reproduce() {
        outcome = new InProcess()
                .run("reproduce", "learning-curves", "--quick", "--only=vp-d3,vpx-d3", "--out=" + directory);
        assertEquals(0, outcome.code(), outcome.err());
    }

    /** The cells of the row of a run in the table of the ends. */
    private static List<String> row(String variant) {
        return outcome.out()
                .lines()
                .filter(line -> line.startsWith("| " + variant + " "))
                .findFirst()
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .orElseThrow();
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.split(" ")[0]);
    }

    private static JsonNode result(String variant) throws IOException {
        Path file = directory.resolve("results").resolve(variant + "-s1.json");
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void vpIsAtItsPlateau() {
        List<String> row = row("vp-d3");

        assertEquals("5", row.get(2));
        assertEquals("1.050 to 1.200", row.get(4));
        assertEquals(1.125, number(row.get(3)), 0.19, row.toString());
        assertEquals("yes", row.get(6));
        assertEquals(1.0975, number(row.get(9)), 0.005, "S_tot");
    }

    @Test
    void vpxHasBegunToRise() {
        List<String> row = row("vpx-d3");

        assertEquals("17.0 ± 3.0", row.get(4));
        assertEquals(17, number(row.get(3)), 4.7, row.toString());
        assertEquals("yes", row.get(6));
        assertEquals(259.884, number(row.get(9)), 0.05, "S_tot");
    }

    @Test
    void everyStepWasHeardOf() throws IOException {
        for (String variant : List.of("vp-d3", "vpx-d3")) {
            JsonNode result = result(variant);
            assertEquals(1280, result.path("steps").asLong());
            assertEquals(0, result.path("missingSteps").asLong());
            assertEquals(1280, result.path("stations").path(0).path("step").asLong());
            assertEquals(
                    100,
                    result.path("stations").path(0).path("rates").path("at").size());
        }
    }

    @Test
    void theResultsCanBeDrawnAgainWithoutTraining() throws IOException {
        Path picture = directory.resolve("learning-curves.png");
        byte[] before = Files.readAllBytes(picture);

        InProcess.Outcome again = new InProcess().run("reproduce", "learning-curves", "--redraw", "--out=" + directory);

        assertEquals(outcome.out(), again.out());
        assertEquals("", again.err());
        assertTrue(Arrays.equals(before, Files.readAllBytes(picture)));
        assertTrue(Files.size(directory.resolve("learning-curves.md")) > 0);
    }
}
