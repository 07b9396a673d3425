package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.science.DiffusionProcess;

/** The prefactor P(s) of the entropy-matching loss (model.py of the paper's code: {@code maxL_prefactor}). */
public enum LossWeight {
    /** P = 1, the paper's default. */
    UNIT("unit") {
        @Override
        double at(DiffusionProcess process, double s) {
            return 1;
        }
    },
    /** P = w/Σ²: the loss is a bound of the likelihood, and noisier. */
    MAXIMUM_LIKELIHOOD("maximum-likelihood") {
        @Override
        double at(DiffusionProcess process, double s) {
            double sigma = process.sigma(s);
            return process.weight(s) / (sigma * sigma);
        }
    };

    private final String label;

    LossWeight(String label) {
        this.label = label;
    }

    abstract double at(DiffusionProcess process, double s);

    /** The name that options and events use. */
    @Override
    public String toString() {
        return label;
    }
}
