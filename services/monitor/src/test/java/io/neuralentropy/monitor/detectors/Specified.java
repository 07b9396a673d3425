package io.neuralentropy.monitor.detectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How good the rule is said to be: the column of its specification, and its implementation in numpy on fresh runs
 * ({@code src/test/reference/calibrate.py} wrote them). Tells what of a difference from them is more than chance.
 */
final class Specified {
    /** Normal quantile of a two-sided interval of 99 %: of the 80 comparisons of the table one fails by chance. */
    private static final double Z = 2.58;

    private static final Map<Shape, String> PUBLISHED = new EnumMap<>(Shape.class);
    private static final Map<Shape, Specified> FRESH = new EnumMap<>(Shape.class);

    static {
        lines("published.tsv").forEach(cells -> PUBLISHED.put(Shape.valueOf(cells[0]), cells[1]));
        lines("specified.tsv").forEach(cells -> FRESH.put(Shape.valueOf(cells[0]), new Specified(cells)));
    }

    final int runs;
    private final int early;
    private final int detected;
    private final Measured median;
    private final Measured high;
    private final Measured changes;
    final Measured reactionMedian;
    final Measured reactionHigh;

    /** A number with its standard error; NaN where there is none. */
    record Measured(double value, double error) {
        /** Whether the other differs by more than chance: negative where it is smaller. */
        int compare(Measured other) {
            double deviations = (other.value - value) / Math.hypot(error, other.error);
            return deviations > Z ? 1 : deviations < -Z ? -1 : 0;
        }
    }

    private Specified(String... cells) {
        runs = Integer.parseInt(cells[1]);
        early = Integer.parseInt(cells[2]);
        detected = Integer.parseInt(cells[3]);
        median = measured(cells, 4);
        high = measured(cells, 6);
        changes = measured(cells, 8);
        reactionMedian = measured(cells, 10);
        reactionHigh = measured(cells, 12);
    }

    private static Measured measured(String[] cells, int at) {
        return new Measured(Double.parseDouble(cells[at]), Double.parseDouble(cells[at + 1]));
    }

    /** Null where numpy was not asked. */
    static Specified of(Shape shape) {
        return FRESH.get(shape);
    }

    /** The cell of the specification; empty where it has none. */
    static String published(Shape shape) {
        return PUBLISHED.getOrDefault(shape, "");
    }

    /** The same cell, from the fresh runs. */
    String cell() {
        String text = String.format(Locale.ROOT, "%.0f", 100.0 * early / runs);
        if (detected > 0) {
            text += String.format(
                    Locale.ROOT,
                    "/%.0f/%.1f-%.1f/%.1f",
                    100.0 * detected / runs,
                    median.value / 1000,
                    high.value / 1000,
                    changes.value);
        }
        return text;
    }

    /** In which columns the result is better or worse than the fresh runs by more than chance; "equal" where in none. */
    String compared(ShapeResult result) {
        List<String> better = new ArrayList<>();
        List<String> worse = new ArrayList<>();
        sort("false", share(early, runs).compare(share(result.early, result.runs)), better, worse);
        sort("detected", -share(detected, runs).compare(share(result.detected, result.runs)), better, worse);
        sort("median", median.compare(result.delay(0.5)), better, worse);
        sort("p90", high.compare(result.delay(0.9)), better, worse);
        int more = changes.compare(result.changesPerRun());
        // each detection is a change: fewer of both are no gain
        boolean isNoGain = (double) result.detected / result.runs < (double) detected / runs;
        sort("changes", more < 0 && isNoGain ? 0 : more, better, worse);
        List<String> words = new ArrayList<>();
        if (!better.isEmpty()) {
            words.add("better: " + String.join(", ", better));
        }
        if (!worse.isEmpty()) {
            words.add("worse: " + String.join(", ", worse));
        }
        return words.isEmpty() ? "equal" : String.join("; ", words);
    }

    private static void sort(String column, int larger, List<String> better, List<String> worse) {
        if (larger != 0) {
            (larger < 0 ? better : worse).add(column);
        }
    }

    /** With the standard error of Agresti and Coull, which is not 0 at 0 % (The American Statistician 52, 1998, p. 119). */
    static Measured share(int count, int of) {
        double p = (count + 2.0) / (of + 4);
        return new Measured((double) count / of, Math.sqrt(p * (1 - p) / (of + 4)));
    }

    private static List<String[]> lines(String name) {
        try (InputStream in = Specified.class.getResourceAsStream("/detectors/" + name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
