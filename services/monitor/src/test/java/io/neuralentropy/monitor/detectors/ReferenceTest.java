package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.StateChange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The same buckets in, the same states out as the rule in numpy; {@code src/test/reference/generate.py} wrote the answers. */
class ReferenceTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DetectorSettings DEFAULTS = DetectorSettings.defaults();

    /** The rule in numpy knows no downward excursion: here it is off. */
    private static final DetectorSettings SETTINGS = DEFAULTS.with(DetectorSetting.FALL_STEPS, 1_000_000);

    @Test
    void everyRunOfEveryShapeHasTheStatesOfTheReferenceAtEveryLook() throws IOException {
        int runs = 0;
        for (JsonNode run : lines("saturation.jsonl.gz")) {
            String name = run.get("shape").asText() + "-" + run.get("run").asInt();
            assertEquals(expected(run), states(run, SETTINGS), name);
            runs++;
        }
        assertEquals(75, runs);
    }

    @Test
    void theDownwardExcursionOnlyMakesDeclinesEarlier() throws IOException {
        int earlier = 0;
        for (JsonNode run : lines("saturation.jsonl.gz")) {
            List<String> plain = states(run, SETTINGS);
            List<String> quick = states(run, DEFAULTS);
            int decline = firstDecline(plain);
            String name = run.get("shape").asText() + "-" + run.get("run").asInt();
            assertEquals(decline, firstDecline(quick), name);
            assertEquals(plain.subList(0, decline), quick.subList(0, decline), name);
            if (decline < plain.size()) {
                assertTrue(step(quick.get(decline)) <= step(plain.get(decline)), name);
                earlier += step(quick.get(decline)) < step(plain.get(decline)) ? 1 : 0;
            }
        }
        assertEquals(3, earlier, "runs of the shape collapse");
    }

    /** Its place in the changes; their number where there is none. */
    private static int firstDecline(List<String> changes) {
        int i = 0;
        while (i < changes.size() && !changes.get(i).endsWith(" declining")) {
            i++;
        }
        return i;
    }

    private static long step(String change) {
        return Long.parseLong(change.substring(0, change.indexOf(' ')));
    }

    private static List<String> expected(JsonNode run) {
        List<String> changes = new ArrayList<>();
        // the state at the first look is no change
        String before = "warming-up";
        for (JsonNode change : run.get("states")) {
            String state = change.get(1).asText();
            if (!state.equals(before)) {
                changes.add(change.get(0).asLong() + " " + state);
            }
            before = state;
        }
        return changes;
    }

    private static List<String> states(JsonNode run, DetectorSettings settings) {
        RunDetector detector = new RunDetector(settings);
        BucketSeries entropies = new BucketSeries();
        BucketSeries losses = new BucketSeries();
        List<String> changes = new ArrayList<>();
        long first = 1;
        JsonNode means = run.get("means");
        for (int i = 0; i < means.size(); i++) {
            long last = Grid.VERDICTS.last(first);
            if (last > run.get("steps").asLong()) {
                break;
            }
            StateChange change = null;
            if (means.get(i).isNull()) {
                change = detector.notFinite(last, 0);
            } else {
                entropies.add(
                        first,
                        (first + last) / 2.0,
                        last - first + 1.0,
                        means.get(i).asDouble(),
                        0);
            }
            StateChange verdict = detector.close(entropies, losses, first, last, 0, Double.NaN);
            for (StateChange c : change == null ? new StateChange[] {verdict} : new StateChange[] {change, verdict}) {
                if (c != null) {
                    changes.add(c.step() + " " + c.to().wireName());
                }
            }
            first = last + 1;
        }
        return changes;
    }

    @Test
    void explosionsAndSpikesOfEveryKindDivergeWhereTheReferenceSays() throws IOException {
        int diverged = 0;
        for (JsonNode run : lines("divergence.jsonl")) {
            long at = divergedAt(run);
            assertEquals(run.get("divergedAt").asLong(), at, run.toString());
            diverged += at > 0 ? 1 : 0;
        }
        assertTrue(diverged >= 5, "the reference has both kinds");
    }

    private static long divergedAt(JsonNode run) {
        Lcg lossNoise = new Lcg(run.get("seed").asLong());
        Lcg entropyNoise = new Lcg(run.get("seed").asLong() + 1000);
        double noise = run.get("noise").asDouble();
        boolean onLoss = run.get("onLoss").asBoolean();
        RunDetector detector = new RunDetector(SETTINGS);
        Collected losses = new Collected();
        Collected entropies = new Collected();
        long last = 1;
        for (long t = 1; t <= run.get("steps").asLong(); t++) {
            double jump = jump(run, t);
            double loss = (2 + 1 / Math.sqrt(t)) * (1 + noise * lossNoise.next()) * (1 + (onLoss ? jump : 0));
            double entropy =
                    50 * (1 - Math.exp(-t / 2000.0)) * (1 + noise * entropyNoise.next()) * (1 + (onLoss ? 0 : jump));
            if (detector.step(t, Reading.of(loss, entropy, 1), 0) != null) {
                return t;
            }
            losses.add(loss);
            entropies.add(entropy);
            last = Grid.VERDICTS.last(t);
            if (t == last) {
                long first = Grid.VERDICTS.first(t);
                losses.close(first, last);
                entropies.close(first, last);
                // an entropy far above the total one is an explosion, whatever the loss does
                detector.close(entropies.series, losses.series, first, last, 0, 50);
            }
        }
        return 0;
    }

    private static double jump(JsonNode run, long t) {
        long at = run.get("at").asLong();
        double memory = run.get("memory").asDouble();
        double decay = memory > 0 ? Math.exp(-Math.max(t - at, 0) / memory) : 1;
        return t >= at ? (run.get("factor").asDouble() - 1) * decay : 0;
    }

    /** Numerical Recipes' generator, uniform in (-1, 1): the same in both languages. */
    private static final class Lcg {
        private long state;

        Lcg(long seed) {
            state = seed;
        }

        double next() {
            state = (1664525 * state + 1013904223) & 0xffff_ffffL;
            return (state + 0.5) / 0x8000_0000L - 1;
        }
    }

    /** Mean and standard deviation of the open bucket. */
    private static final class Collected {
        final BucketSeries series = new BucketSeries();
        private final List<Double> open = new ArrayList<>();

        void add(double value) {
            open.add(value);
        }

        void close(long first, long last) {
            double mean = open.stream().mapToDouble(v -> v).average().orElseThrow();
            double variance = open.stream()
                    .mapToDouble(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            series.add(first, (first + last) / 2.0, open.size(), mean, Math.sqrt(variance));
            open.clear();
        }
    }

    private static List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        try (InputStream raw = ReferenceTest.class.getResourceAsStream("/detectors/" + name);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(MAPPER.readTree(line));
            }
        }
        return lines;
    }
}
