package io.neuralentropy.trainer.science;

/**
 * The numbers of EDM (Karras et al., arXiv:2206.00364, table 1): σ_data, and ln σ ~ N(P_mean, P_std²) in training.
 *
 * @param sigmaData null: 0.5
 * @param mean null: −1.2
 * @param deviation null: 1.2
 */
public record EdmLaw(Double sigmaData, Double mean, Double deviation) {
    /** The paper's numbers; also what processes other than {@code edm} have. */
    public static final EdmLaw UNSET = new EdmLaw(null, null, null);

    /** @throws IllegalArgumentException for a width that is not positive; the message is fit for a user */
    public EdmLaw {
        requirePositive("sigma-data", sigmaData);
        requirePositive("p-std", deviation);
        if (mean != null && !Double.isFinite(mean)) {
            throw new IllegalArgumentException("p-mean must be a number, not " + mean);
        }
    }

    private static void requirePositive(String name, Double value) {
        if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be a positive number, not " + value);
        }
    }

    double sigmaDataOrDefault() {
        return sigmaData == null ? 0.5 : sigmaData;
    }

    double meanOrDefault() {
        return mean == null ? -1.2 : mean;
    }

    double deviationOrDefault() {
        return deviation == null ? 1.2 : deviation;
    }
}
