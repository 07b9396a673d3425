package io.neuralentropy.monitor.web;

import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.util.EnumMap;
import java.util.Map;

/** A curve that a test states column by column; columns that it does not state are unknown. */
final class ArrayCurve implements Curve {
    private final long[] first;
    private final long[] last;
    private final Map<Quantity, double[]> means = new EnumMap<>(Quantity.class);
    private final Map<Quantity, double[]> errors = new EnumMap<>(Quantity.class);
    private final Map<Quantity, double[]> minima = new EnumMap<>(Quantity.class);
    private final Map<Quantity, double[]> maxima = new EnumMap<>(Quantity.class);

    private long samplesPerStep;
    private double secondsPerStep = Double.NaN;
    private double[] heldOutLosses;

    ArrayCurve(long[] first, long[] last) {
        this.first = first;
        this.last = last;
    }

    ArrayCurve mean(Quantity quantity, double... values) {
        means.put(quantity, values);
        return this;
    }

    ArrayCurve pace(long samples, double seconds) {
        samplesPerStep = samples;
        secondsPerStep = seconds;
        return this;
    }

    ArrayCurve heldOutLoss(double... values) {
        heldOutLosses = values;
        return this;
    }

    ArrayCurve standardError(Quantity quantity, double... values) {
        errors.put(quantity, values);
        return this;
    }

    ArrayCurve range(Quantity quantity, double[] minimum, double[] maximum) {
        minima.put(quantity, minimum);
        maxima.put(quantity, maximum);
        return this;
    }

    @Override
    public int size() {
        return last.length;
    }

    @Override
    public long first(int i) {
        return first[i];
    }

    @Override
    public long last(int i) {
        return last[i];
    }

    @Override
    public long steps(int i) {
        return last[i] - first[i] + 1;
    }

    @Override
    public long samples(int i) {
        return samplesPerStep * steps(i);
    }

    @Override
    public double seconds(int i) {
        return secondsPerStep * steps(i);
    }

    @Override
    public Curve coarse(int perDoubling) {
        return this;
    }

    @Override
    public double mean(Quantity quantity, int i) {
        return entry(means, quantity, i);
    }

    @Override
    public double standardError(Quantity quantity, int i) {
        return entry(errors, quantity, i);
    }

    @Override
    public double minimum(Quantity quantity, int i) {
        return entry(minima, quantity, i);
    }

    @Override
    public double maximum(Quantity quantity, int i) {
        return entry(maxima, quantity, i);
    }

    @Override
    public double heldOutLoss(int i) {
        return heldOutLosses == null ? Double.NaN : heldOutLosses[i];
    }

    private static double entry(Map<Quantity, double[]> columns, Quantity quantity, int i) {
        double[] column = columns.get(quantity);
        return column == null ? Double.NaN : column[i];
    }
}
