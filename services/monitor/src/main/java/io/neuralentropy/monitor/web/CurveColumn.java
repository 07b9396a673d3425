package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.snapshot.Quantity.GRADIENT_NORM;
import static io.neuralentropy.monitor.snapshot.Quantity.LEARNED_ENTROPY;
import static io.neuralentropy.monitor.snapshot.Quantity.LOSS;
import static io.neuralentropy.monitor.snapshot.Quantity.NEURAL_ENTROPY;

import io.neuralentropy.monitor.snapshot.Curve;
import java.util.ArrayList;
import java.util.List;

/** A column of numbers in a curve, by its name in the API. Entropies in nats. */
record CurveColumn(String name, Reader reader) {
    /** In the order in which they are written. The bare minimum and maximum are those of the neural entropy. */
    private static final List<CurveColumn> ALL = List.of(
            new CurveColumn("neuralEntropy", (curve, i) -> curve.mean(NEURAL_ENTROPY, i)),
            new CurveColumn("neuralEntropyStandardError", (curve, i) -> curve.standardError(NEURAL_ENTROPY, i)),
            new CurveColumn("minimum", (curve, i) -> curve.minimum(NEURAL_ENTROPY, i)),
            new CurveColumn("maximum", (curve, i) -> curve.maximum(NEURAL_ENTROPY, i)),
            new CurveColumn("learnedEntropy", (curve, i) -> curve.mean(LEARNED_ENTROPY, i)),
            new CurveColumn("learnedEntropyStandardError", (curve, i) -> curve.standardError(LEARNED_ENTROPY, i)),
            new CurveColumn("learnedEntropyMinimum", (curve, i) -> curve.minimum(LEARNED_ENTROPY, i)),
            new CurveColumn("learnedEntropyMaximum", (curve, i) -> curve.maximum(LEARNED_ENTROPY, i)),
            new CurveColumn("loss", (curve, i) -> curve.mean(LOSS, i)),
            new CurveColumn("lossMinimum", (curve, i) -> curve.minimum(LOSS, i)),
            new CurveColumn("lossMaximum", (curve, i) -> curve.maximum(LOSS, i)),
            new CurveColumn("gradientNorm", (curve, i) -> curve.mean(GRADIENT_NORM, i)));

    /** One entry of the column; NaN is unknown. */
    @FunctionalInterface
    interface Reader {
        double at(Curve curve, int bucket);
    }

    /** The columns in which at least one entry is known. */
    static List<CurveColumn> knownIn(Curve curve) {
        var known = new ArrayList<CurveColumn>();
        for (CurveColumn column : ALL) {
            if (column.isKnownIn(curve)) {
                known.add(column);
            }
        }
        return known;
    }

    private boolean isKnownIn(Curve curve) {
        for (int i = 0; i < curve.size(); i++) {
            if (!Double.isNaN(reader.at(curve, i))) {
                return true;
            }
        }
        return false;
    }
}
