package io.neuralentropy.events;

import java.util.Map;

/**
 * Several consecutive steps in columns, for fast loops. A column is null where not sent; every other column has
 * {@code size} entries. Arrays must not be changed after construction.
 *
 * @param first number of the first step, at least 1
 * @param size number of steps, 1 to {@value Step#MAX_SPAN}
 */
public record Steps(
        Origin origin,
        long first,
        int size,
        long[] samples,
        double[] loss,
        Column neuralEntropy,
        Column learnedEntropy,
        Profile[] profile,
        double[] learningRate,
        double[] gradientNorm,
        double[] seconds,
        double[] energyJoules,
        double[] gpuMemoryBytes,
        Map<String, double[]> layerEntropy,
        Map<String, double[]> transferEntropy)
        implements Event {

    /** {@link Moments} in columns. {@code variance} is null where not sent. */
    public record Column(double[] mean, double[] variance, long[] count) {
        Moments at(int i) {
            return new Moments(mean[i], variance == null ? Double.NaN : variance[i], count[i]);
        }
    }

    public Steps {
        if (first < 1 || size < 1 || size > Step.MAX_SPAN) {
            throw new IllegalArgumentException("first or size out of range: " + first + ", " + size);
        }
        layerEntropy = layerEntropy == null ? Map.of() : Map.copyOf(layerEntropy);
        transferEntropy = transferEntropy == null ? Map.of() : Map.copyOf(transferEntropy);
    }

    @Override
    public EventType type() {
        return EventType.STEPS;
    }

    @Override
    public Steps at(long time) {
        return new Steps(
                origin.at(time),
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

    /** The i-th step of the batch, as if it had been sent alone; {@code 0 ≤ i < size}. */
    public Step row(int i) {
        return new Step(
                origin,
                first + i,
                1,
                samples == null ? 0 : samples[i],
                at(loss, i),
                neuralEntropy == null ? null : neuralEntropy.at(i),
                learnedEntropy == null ? null : learnedEntropy.at(i),
                profile == null ? null : profile[i],
                at(learningRate, i),
                at(gradientNorm, i),
                at(seconds, i),
                at(energyJoules, i),
                at(gpuMemoryBytes, i),
                row(layerEntropy, i),
                row(transferEntropy, i));
    }

    private static double at(double[] column, int i) {
        return column == null ? Absent.NUMBER : column[i];
    }

    private static Map<String, Double> row(Map<String, double[]> columns, int i) {
        if (columns.isEmpty()) {
            return Map.of();
        }
        Map<String, Double> row = new java.util.HashMap<>();
        columns.forEach((name, column) -> row.put(name, column[i]));
        return row;
    }
}
