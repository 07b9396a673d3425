package io.neuralentropy.trainer.science;

/**
 * {@code cosine}: α = cos(πt/2), σ = sin(πt/2), t from 1e-3 to 1 − 1e-3; the continuous cosine schedule, also called GVP
 * (Albergo et al., arXiv:2303.08797; SiT, arXiv:2401.08740). λ = 2 ln cot(πt/2) has density 1/(2π cosh(λ/2)).
 */
final class CosineProcess extends DiffusionProcess {
    private static final double FIRST_TIME = 1e-3;

    private final double firstTime;

    CosineProcess(double kappa) {
        this(kappa, FIRST_TIME);
    }

    /** @param firstTime at which training would start, and as long before 1 end */
    CosineProcess(double kappa, double firstTime) {
        super("cosine", kappa);
        this.firstTime = firstTime;
    }

    @Override
    public double timeLow() {
        return firstTime;
    }

    @Override
    public double timeHigh() {
        return 1 - firstTime;
    }

    @Override
    public double alpha(double t) {
        return Math.cos(Math.PI / 2 * t);
    }

    @Override
    public double sigma(double t) {
        return Math.sin(Math.PI / 2 * t);
    }

    @Override
    public double logSnr(double t) {
        return -2 * Math.log(Math.tan(Math.PI / 2 * t));
    }

    @Override
    public double logSnrFall(double t) {
        return 2 * Math.PI / Math.sin(Math.PI * t);
    }

    @Override
    double alphaRate(double t) {
        return -Math.PI / 2 * sigma(t);
    }

    @Override
    boolean preservesVariance() {
        return true;
    }
}
