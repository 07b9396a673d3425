package io.neuralentropy.events.codec;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Readers of the objects that several event types share. Each returns null after a fault. */
final class Shapes {
    private Shapes() {}

    static Moments moments(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        double mean = Absent.NUMBER;
        double variance = Double.NaN;
        long count = 0;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "mean" -> mean = in.number(name, Range.ANY);
                case "variance" -> variance = in.number(name, Range.NOT_NEGATIVE);
                case "count" -> count = in.integer(name, 1);
                default -> in.skip();
            }
        }
        require(in, "mean", Absent.isPresent(mean));
        require(in, "count", count != 0);
        in.leave(outer);
        return in.hasFault() ? null : new Moments(mean, variance, count);
    }

    static Profile profile(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        long[] count = null;
        double[] neural = null;
        double[] learned = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "count" -> count = in.integers(name, Profile.MAX_BINS, 0, false);
                case "neural" -> neural = in.numbers(name, Profile.MAX_BINS, Range.ANY, false);
                case "learned" -> learned = in.numbers(name, Profile.MAX_BINS, Range.ANY, false);
                default -> in.skip();
            }
        }
        require(in, "count", count != null);
        require(in, "neural", neural != null);
        in.leave(outer);
        if (in.hasFault()) {
            return null;
        }
        if (neural.length != count.length || learned != null && learned.length != count.length) {
            in.outOfRange(field, "must have arrays of one length");
            return null;
        }
        clearEmptyBins(count, neural);
        clearEmptyBins(count, learned);
        return new Profile(count, neural, learned);
    }

    /** The mean of no throws is whatever the sender's library makes of 0/0; here it is 0. */
    private static void clearEmptyBins(long[] count, double[] rates) {
        for (int i = 0; rates != null && i < rates.length; i++) {
            if (count[i] == 0) {
                rates[i] = 0;
            }
        }
    }

    static EntropyEstimate estimate(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        double nats = Absent.NUMBER;
        double standardError = Double.NaN;
        String method = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "nats" -> nats = in.number(name, Range.FINITE);
                case "standardError" -> standardError = in.number(name, Range.NOT_NEGATIVE);
                case "method" -> method = in.text(name);
                default -> in.skip();
            }
        }
        require(in, "nats", Absent.isPresent(nats));
        in.leave(outer);
        return in.hasFault() ? null : new EntropyEstimate(nats, standardError, method);
    }

    /** An object of numbers under free names. */
    static Map<String, Double> numbers(JsonIn in, String field) throws IOException {
        return numbers(in, field, Range.ANY);
    }

    static Map<String, Double> numbers(JsonIn in, String field, Range range) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        in.leave(outer); // names in here are the sender's: faults name the field alone
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            in.checkText(field, name, JsonIn.MAX_TEXT);
            numbers.put(name, in.number(field, range));
        }
        return numbers;
    }

    static void require(JsonIn in, String field, boolean present) {
        if (!present) {
            in.missing(field);
        }
    }
}
