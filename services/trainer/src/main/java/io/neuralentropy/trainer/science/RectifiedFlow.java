package io.neuralentropy.trainer.science;

/**
 * {@code rectified-flow}, which is also conditional optimal transport: α = 1 − t, σ = t, t from 1e-3 to 1 − 1e-3 (Liu et al.,
 * arXiv:2209.03003; Lipman et al., arXiv:2210.02747 with σ_min = 0). λ = 2 ln((1 − t)/t) has density t(1 − t)/2.
 */
final class RectifiedFlow extends DiffusionProcess {
    private static final double FIRST_TIME = 1e-3;

    RectifiedFlow(double kappa) {
        super("rectified-flow", kappa);
    }

    @Override
    public double timeLow() {
        return FIRST_TIME;
    }

    @Override
    public double timeHigh() {
        return 1 - FIRST_TIME;
    }

    @Override
    public double alpha(double t) {
        return 1 - t;
    }

    @Override
    public double sigma(double t) {
        return t;
    }

    @Override
    public double logSnr(double t) {
        return 2 * (Math.log1p(-t) - Math.log(t));
    }

    @Override
    public double logSnrFall(double t) {
        return 2 / (t * (1 - t));
    }

    @Override
    double alphaRate(double t) {
        return -1;
    }
}
