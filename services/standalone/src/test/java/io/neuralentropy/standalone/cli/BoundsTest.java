package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bounds}: of independent Gaussian numbers, whose total entropy is known in closed form. */
class BoundsTest {
    private static final double[] MEANS = {.5, -1, 0, .25};
    private static final double[] DEVIATIONS = {.1, .3, .8, 1.2};
    private static final int POINTS = 6_000;

    @TempDir
    private Path directory;

    private Path gaussian(int points) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        return Files.write(
                directory.resolve("gaussian.csv"),
                IntStream.range(0, points)
                        .mapToObj(i -> IntStream.range(0, MEANS.length)
                                .mapToObj(d -> Double.toString(MEANS[d] + DEVIATIONS[d] * random.nextGaussian()))
                                .collect(Collectors.joining(",")))
                        .toList());
    }

    /** KL(p_high‖p_eq) − KL(p_low‖p_eq): ½Σ(V − 1 − ln V + μ²m²/κ²) at both ends, V = μ²s²/κ² + 1 − μ². */
    private static double total(double kappa, double low, double high) {
        return divergence(kappa, high) - divergence(kappa, low);
    }

    private static double divergence(double kappa, double logSnr) {
        double muSquare = 1 / (1 + Math.exp(-logSnr) / kappa / kappa);
        double sum = 0;
        for (int d = 0; d < MEANS.length; d++) {
            double v = muSquare * Math.pow(DEVIATIONS[d] / kappa, 2) + 1 - muSquare;
            sum += v - 1 - Math.log(v) + muSquare * Math.pow(MEANS[d] / kappa, 2);
        }
        return sum / 2;
    }

    private static InProcess.Outcome bounds(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("bounds"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        return new InProcess().run(all.toArray(String[]::new));
    }

    private static JsonNode json(Object... arguments) {
        InProcess.Outcome outcome = bounds(arguments);
        assertEquals(0, outcome.code(), outcome.err());
        return JsonText.parse(outcome.out());
    }

    private static double lowerEnd(JsonNode bound) {
        return bound.path("nats").doubleValue()
                - 2 * bound.path("standardError").doubleValue();
    }

    private static double upperEnd(JsonNode bound) {
        return bound.path("nats").doubleValue()
                + 2 * bound.path("standardError").doubleValue();
    }

    @ParameterizedTest
    @CsvSource({"vp, 1, -8, 9", "vp, 1, -5, 2", "rectified-flow, 1, -3, 6", "edm, 0.5, -4.8, 9"})
    void encloseTheTotalEntropyAndTheGaussianOneMeetsIt(String process, double kappa, double low, double high)
            throws IOException {
        JsonNode found = json(gaussian(POINTS), "--process", process, "--log-snr-range=" + low + "," + high, "--json");

        double total = total(kappa, low, high);
        JsonNode gaussian = found.path("gaussianEntropy");
        double error = gaussian.path("standardError").doubleValue();
        assertTrue(error > 0 && error < .05 * total, gaussian.toString());
        assertEquals(total, gaussian.path("nats").doubleValue(), 4 * error, "for Gaussian data the bound is tight");
        assertTrue(lowerEnd(found.path("totalEntropyLower")) <= total, found + " is not below " + total);
        assertTrue(upperEnd(found.path("totalEntropyUpper")) >= total, found + " is not above " + total);
        assertEquals("gaussian-fit", found.at("/totalEntropyLower/method").asText());
        assertEquals("empirical", found.at("/totalEntropyUpper/method").asText());
    }

    @Test
    void areFieldsThatARunStartsWith() throws IOException {
        ObjectNode fields = (ObjectNode) json(gaussian(200), "--process=cosine", "--kappa=2", "--json");
        for (String ofTheRun : List.of("schema", "type", "run", "attempt", "rank", "time", "firstStep")) {
            assertFalse(fields.has(ofTheRun), ofTheRun);
        }
        fields.put("schema", 1).put("type", "run.started").put("run", "mine").put("time", 1);

        Decoded decoded = new EventCodec()
                .decode(new ObjectMapper().writeValueAsString(fields).getBytes(StandardCharsets.UTF_8));
        RunStarted started = assertInstanceOf(
                RunStarted.class,
                assertInstanceOf(Decoded.Accepted.class, decoded).event());
        assertEquals(4, started.dimension());
        assertEquals(new RunStarted.Dataset("gaussian.csv", 180), started.dataset());
        assertEquals("cosine", started.process().name());
        assertEquals(2, started.process().numbers().get("kappa"));
        assertEquals(-8, started.logSnrLow(), .5);
        assertEquals(9, started.logSnrHigh(), 1e-9);
        assertTrue(
                started.totalEntropyLower().nats() < started.totalEntropyUpper().nats());
    }

    @Test
    void ofAKnownLawAreTheTotalEntropyItself() {
        JsonNode found = json("gaussian", "--log-snr-range=-8.04968085,13.81471537", "--json");
        assertEquals(1.628950186, found.at("/totalEntropy/nats").doubleValue(), 1e-8);
        assertFalse(found.has("totalEntropyUpper"));
    }

    @Test
    void areShownToPeopleWithTheirErrorsAndWhatTheyCountAs() throws IOException {
        InProcess.Outcome outcome = bounds(gaussian(200), "--log-snr-range", "-8,9");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().startsWith("gaussian.csv: 180 points of D = 4, and 20 held out"), outcome.out());
        assertTrue(outcome.out().contains("log-SNR -8.000 to 9.000, kappa 1.000"), outcome.out());
        List<String> rows = outcome.out().lines().skip(3).toList();
        assertEquals(
                List.of("FIELD", "totalEntropyLower", "totalEntropyUpper", "gaussianEntropy"),
                rows.stream().map(row -> row.split(" ")[0]).toList());
        assertTrue(rows.get(1).contains(" ± ") && rows.get(1).contains("gaussian-fit"), rows.get(1));
    }

    @Test
    void ofImagesUseTheirShape() throws IOException {
        Path file = Files.write(
                directory.resolve("images.csv"),
                IntStream.range(0, 40)
                        .mapToObj(i -> DoubleStream.iterate(i, x -> (x * 7 + 3) % 256)
                                .limit(12)
                                .mapToObj(x -> Double.toString(x / 255))
                                .collect(Collectors.joining(",")))
                        .toList());
        assertTrue(bounds(file, "--image", "3x2x2", "--csv-header=no").out().contains("images of 3x2x2"));
        InProcess.Outcome wrong = bounds(file, "--image", "3x5x5");
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().startsWith("neural-entropy: ") && wrong.err().contains("3x5x5"), wrong.err());
    }

    @Test
    void ofTooFewPointsHaveNoLowerEndAndSaySo() throws IOException {
        InProcess.Outcome outcome = bounds(gaussian(5));
        assertEquals(0, outcome.code(), outcome.err());
        assertFalse(outcome.out().contains("totalEntropyLower"), outcome.out());
        assertTrue(outcome.out().contains("no lower bound"), outcome.out());
    }

    @ParameterizedTest
    @CsvSource({"9;-8, 'two numbers'", "1, 'two numbers'", "a;b, 'two numbers'", "NaN;1, 'two numbers'", "-99;9, '50'"})
    void ofARangeThatIsNoneAreAWrongUsage(String range, String said) throws IOException {
        InProcess.Outcome outcome = bounds(gaussian(20), "--log-snr-range=" + range.replace(';', ','));
        assertEquals(2, outcome.code());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(said), outcome.err());
    }

    @Test
    void ofBadDataSayWhatIsWrong() throws IOException {
        Path text = Files.writeString(directory.resolve("text.csv"), "1,2\n3,\n");
        Path empty = Files.writeString(directory.resolve("empty.csv"), "");
        for (Object file : List.of(text, empty, directory.resolve("none.npy"))) {
            InProcess.Outcome outcome = bounds(file);
            assertEquals(1, outcome.code(), outcome.out());
            assertEquals(1, outcome.err().lines().count(), outcome.err());
            assertTrue(outcome.err().contains(file.toString().replaceFirst(".*/", "")), outcome.err());
            assertFalse(outcome.err().contains("should not have happened"), outcome.err());
        }
        InProcess.Outcome process = bounds(text, "--process=warp");
        assertTrue(process.code() == 1 && process.err().contains("unknown process 'warp'"), process.err());
    }
}
