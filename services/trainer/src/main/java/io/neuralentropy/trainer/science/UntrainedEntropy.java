package io.neuralentropy.trainer.science;

/**
 * The entropies of a network whose output is 0, nats per data point: where a run starts before its output means anything. With x
 * the network's input, d = {@code dOnInput}·x and d − d̃ = ε + {@code missOnInput}·x ({@link Conversion}), so that two
 * moments of the data are all that S_NN = ½∫E‖d‖²dλ and S_lin = ½∫E[2d·d̃ − ‖d‖²]dλ depend on: E‖x_t‖² = α²E‖x₀‖² + σ²D and
 * E x_t·ε = σD. By Simpson's rule, to nine digits.
 *
 * <p>0 for e, for v at κ = 1 and for EDM's F at κ = σ_data, which match entropy; elsewhere S_NN is what an output of 0 claims to
 * know and does not, and S_lin is about as far below 0. For noise and score S_NN is ½[Δμ²(E‖x₀‖²/κ² − D) + D·Δ ln μ²], since
 * E‖ε_eq‖² = (1 − μ²)[μ²E‖x₀‖²/κ² + D(1 − μ²)] and dμ²/dλ = μ²(1 − μ²). A fresh network's output is small, not 0.
 *
 * @param neural S_NN
 * @param learned S_lin
 */
public record UntrainedEntropy(double neural, double learned) {
    /** Even. The relative error for e^λ over a range of 20 is (20/2048)⁴/180 = 5e-11. */
    private static final int CELLS = 2048;

    /**
     * The entropies over a range of λ. A process of single λ is taken between them, too.
     *
     * @param secondMoment E‖x₀‖²
     */
    public static UntrainedEntropy of(
            DiffusionProcess process, Objective objective, EntropyRange range, int dimension, double secondMoment) {
        DiffusionProcess path = process.withoutGaps();
        double[] places = BatchEntropies.equalBins(range.low(), range.high(), CELLS);
        double neural = 0;
        double learned = 0;
        for (int i = 0; i <= CELLS; i++) {
            double t = path.timeOf(places[i]);
            double sigma = path.sigma(t);
            double alpha = path.alpha(t);
            double square = alpha * alpha * secondMoment + sigma * sigma * dimension;
            Conversion conversion = objective.conversion(path, t);
            double onPoint = conversion.dOnInput() * path.inputScale(t);
            double missOnPoint = conversion.missOnInput() * path.inputScale(t);
            double dSquare = onPoint * onPoint * square;
            double dMiss = onPoint * (sigma * dimension + missOnPoint * square);
            double weight = simpson(i) * range.length() / CELLS / 2;
            neural += weight * dSquare;
            learned += weight * (dSquare - 2 * dMiss);
        }
        return new UntrainedEntropy(neural, learned);
    }

    private static double simpson(int i) {
        return i == 0 || i == CELLS ? 1 / 3. : i % 2 == 0 ? 2 / 3. : 4 / 3.;
    }
}
