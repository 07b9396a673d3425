package io.neuralentropy.monitor.json;

import static io.neuralentropy.monitor.snapshot.Quantity.GRADIENT_NORM;
import static io.neuralentropy.monitor.snapshot.Quantity.LEARNED_ENTROPY;
import static io.neuralentropy.monitor.snapshot.Quantity.LOSS;
import static io.neuralentropy.monitor.snapshot.Quantity.NEURAL_ENTROPY;

import io.neuralentropy.monitor.snapshot.Curve;
import java.util.List;
import java.util.stream.IntStream;

/** A column of numbers in a curve, by its name in the API. Entropies in nats. */
record CurveColumn(String name, Reader reader) {
    /** In the order in which they are written. The bare minimum and maximum are those of the neural entropy. */
    static final List<CurveColumn> ALL = List.of(
            new CurveColumn("step", longs(Curve::last)),
            new CurveColumn("first", longs(Curve::first)),
            new CurveColumn("steps", longs(Curve::steps)),
            new CurveColumn("samples", CurveColumn::samples),
            new CurveColumn("seconds", CurveColumn::seconds),
            new CurveColumn("neuralEntropy", doubles((curve, i) -> curve.mean(NEURAL_ENTROPY, i))),
            new CurveColumn(
                    "neuralEntropyStandardError", doubles((curve, i) -> curve.standardError(NEURAL_ENTROPY, i))),
            new CurveColumn("minimum", doubles((curve, i) -> curve.minimum(NEURAL_ENTROPY, i))),
            new CurveColumn("maximum", doubles((curve, i) -> curve.maximum(NEURAL_ENTROPY, i))),
            new CurveColumn("learnedEntropy", doubles((curve, i) -> curve.mean(LEARNED_ENTROPY, i))),
            new CurveColumn(
                    "learnedEntropyStandardError", doubles((curve, i) -> curve.standardError(LEARNED_ENTROPY, i))),
            new CurveColumn("learnedEntropyMinimum", doubles((curve, i) -> curve.minimum(LEARNED_ENTROPY, i))),
            new CurveColumn("learnedEntropyMaximum", doubles((curve, i) -> curve.maximum(LEARNED_ENTROPY, i))),
            new CurveColumn("loss", doubles((curve, i) -> curve.mean(LOSS, i))),
            new CurveColumn("lossMinimum", doubles((curve, i) -> curve.minimum(LOSS, i))),
            new CurveColumn("lossMaximum", doubles((curve, i) -> curve.maximum(LOSS, i))),
            new CurveColumn("gradientNorm", doubles((curve, i) -> curve.mean(GRADIENT_NORM, i))),
            new CurveColumn("heldOutLoss", doubles(Curve::heldOutLoss)));

    /** Whole numbers, exact as doubles up to 2^53, and what every curve has. */
    static final List<String> ALWAYS = List.of("step", "first", "steps");

    /** Reads a whole column; NaN is unknown. */
    @FunctionalInterface
    interface Reader {
        double[] of(Curve curve);
    }

    private interface Entry<T extends Number> {
        T at(Curve curve, int bucket);
    }

    private static Reader longs(Entry<Long> entry) {
        return curve -> IntStream.range(0, curve.size())
                .mapToDouble(i -> entry.at(curve, i))
                .toArray();
    }

    private static Reader doubles(Entry<Double> entry) {
        return curve -> IntStream.range(0, curve.size())
                .mapToDouble(i -> entry.at(curve, i))
                .toArray();
    }

    /** Data points trained on up to the end of each bucket; unknown where none were stated at all. */
    private static double[] samples(Curve curve) {
        double[] column = new double[curve.size()];
        long sum = 0;
        for (int i = 0; i < column.length; i++) {
            sum += curve.samples(i);
            column[i] = sum == 0 ? Double.NaN : sum;
        }
        return column;
    }

    /** Training time up to the end of each bucket; unknown from the first bucket on that does not say. */
    private static double[] seconds(Curve curve) {
        double[] column = new double[curve.size()];
        double sum = 0;
        for (int i = 0; i < column.length; i++) {
            sum += curve.seconds(i);
            column[i] = sum;
        }
        return column;
    }
}
