package io.neuralentropy.events.codec;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a {@code steps} event. The first column read sets the size, every other one must agree. */
final class StepsBody implements Body {
    private static final int MOST = Step.MAX_SPAN;

    private long first;
    private int size;
    private long[] samples;
    private double[] loss;
    private Steps.Column neuralEntropy;
    private Steps.Column learnedEntropy;
    private Profile[] profile;
    private double[] learningRate;
    private double[] gradientNorm;
    private double[] seconds;
    private double[] energyJoules;
    private double[] gpuMemoryBytes;
    private Map<String, double[]> layerEntropy;
    private Map<String, double[]> transferEntropy;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        switch (field) {
            case "first" -> first = in.integer(field, 1, JsonIn.MAX_INTEGER - MOST);
            case "span" -> span(in, field);
            case "samples" -> samples = sized(in, field, in.integers(field, MOST, 0, true));
            case "loss" -> loss = numbers(in, field, Range.ANY);
            case "neuralEntropy" -> neuralEntropy = moments(in, field);
            case "learnedEntropy" -> learnedEntropy = moments(in, field);
            case "profile" -> profile = profiles(in, field);
            case "learningRate" -> learningRate = numbers(in, field, Range.ANY);
            case "gradientNorm" -> gradientNorm = numbers(in, field, Range.ANY);
            case "seconds" -> seconds = numbers(in, field, Range.FINITE_NOT_NEGATIVE);
            case "energyJoules" -> energyJoules = numbers(in, field, Range.FINITE_NOT_NEGATIVE);
            case "gpuMemoryBytes" -> gpuMemoryBytes = numbers(in, field, Range.FINITE_NOT_NEGATIVE);
            case "layerEntropy" -> layerEntropy = named(in, field);
            case "transferEntropy" -> transferEntropy = named(in, field);
            default -> in.unknown(field);
        }
    }

    /** Consecutive steps have a span of one each; anything else would be miscounted, so it is not just ignored. */
    private void span(JsonIn in, String field) throws IOException {
        long[] spans = sized(in, field, in.integers(field, MOST, 1, true));
        for (int i = 0; spans != null && i < spans.length; i++) {
            if (spans[i] > 1) {
                in.outOfRange(field, "must be 1 where steps are sent in columns");
            }
        }
    }

    private double[] numbers(JsonIn in, String field, Range range) throws IOException {
        double[] column = in.numbers(field, MOST, range, true);
        agree(in, field, column == null ? 0 : column.length);
        return column;
    }

    private long[] sized(JsonIn in, String field, long[] column) {
        agree(in, field, column == null ? 0 : column.length);
        return column;
    }

    private void agree(JsonIn in, String field, int length) {
        if (size == 0) {
            size = length;
        } else if (length != size) {
            in.outOfRange(field, "must have as many entries as the other columns");
        }
    }

    private Steps.Column moments(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        double[] mean = null;
        double[] variance = null;
        long[] count = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "mean" -> mean = in.numbers(name, MOST, Range.ANY, false);
                case "variance" -> variance = variances(in, name);
                case "count" -> count = in.integers(name, MOST, 1, false);
                default -> in.skip();
            }
        }
        Shapes.require(in, "mean", mean != null);
        Shapes.require(in, "count", count != null);
        if (!in.hasFault()) {
            agree(in, "mean", mean.length);
            agree(in, "count", count.length);
            agree(in, "variance", variance == null ? size : variance.length);
        }
        in.leave(outer);
        return in.hasFault() ? null : new Steps.Column(mean, variance, count);
    }

    /** NaN says that a variance is not known; so does null. */
    private static double[] variances(JsonIn in, String field) throws IOException {
        double[] column = in.numbers(field, MOST, Range.NOT_NEGATIVE, true);
        for (int i = 0; column != null && i < column.length; i++) {
            if (Double.isNaN(column[i])) {
                column[i] = Double.NaN; // Absent, too
            }
        }
        return column;
    }

    private Profile[] profiles(JsonIn in, String field) throws IOException {
        if (!in.isArray(field)) {
            return null;
        }
        List<Profile> profiles = new ArrayList<>();
        while (in.nextEntry()) {
            if (profiles.size() == MOST) {
                in.tooLong(field, MOST);
                return null;
            }
            profiles.add(in.isNull() ? null : Shapes.profile(in, field));
        }
        if (profiles.isEmpty()) {
            in.outOfRange(field, "must have at least one entry");
        }
        agree(in, field, profiles.size());
        return profiles.toArray(Profile[]::new);
    }

    private Map<String, double[]> named(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        in.leave(outer); // names in here are the sender's: faults name the field alone
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            in.checkText(field, name, JsonIn.MAX_TEXT);
            columns.put(name, numbers(in, field, Range.ANY));
        }
        return columns;
    }

    @Override
    public void check(JsonIn in) {
        Shapes.require(in, "first", first != 0);
        if (size == 0) {
            in.missing("at least one column");
        }
    }

    @Override
    public Event build(Origin origin) {
        return new Steps(
                origin,
                first,
                size,
                samples,
                loss,
                neuralEntropy,
                learnedEntropy,
                profile,
                learningRate,
                gradientNorm,
                seconds,
                energyJoules,
                gpuMemoryBytes,
                layerEntropy,
                transferEntropy);
    }
}
