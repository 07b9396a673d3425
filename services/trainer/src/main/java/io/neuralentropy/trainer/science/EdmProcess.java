package io.neuralentropy.trainer.science;

import java.util.Map;

/**
 * {@code edm}: α = 1 and ln σ ~ N(P_mean, P_std²) (Karras et al., arXiv:2206.00364): the clock is the law's quantile, σ(t) =
 * exp(P_mean + P_std·Φ⁻¹(t)), t from 1e-7 to 1 − 1e-7. The network sees x_t/√(σ² + σ_data²) and ln(σ)/4, as EDM's does.
 */
final class EdmProcess extends DiffusionProcess {
    private static final double FIRST_TIME = 1e-7;

    private final EdmLaw law;

    EdmProcess(Double kappa, EdmLaw law) {
        super("edm", kappa == null ? law.sigmaDataOrDefault() : kappa);
        this.law = law;
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
        return 1;
    }

    @Override
    public double sigma(double t) {
        return Math.exp(logSigma(t));
    }

    @Override
    public double logSnr(double t) {
        return -2 * logSigma(t);
    }

    @Override
    public double logSnrFall(double t) {
        return 2 * law.deviationOrDefault() / StandardNormal.density(StandardNormal.quantile(t));
    }

    @Override
    double alphaRate(double t) {
        return Double.NaN;
    }

    @Override
    boolean hasVelocity() {
        return false;
    }

    @Override
    public boolean hasTimeAverages() {
        return false;
    }

    @Override
    public double condition(double t) {
        return logSigma(t) / 4;
    }

    @Override
    public double inputScale(double t) {
        return 1 / Math.hypot(sigma(t), sigmaData());
    }

    @Override
    double sigmaData() {
        return law.sigmaDataOrDefault();
    }

    @Override
    public Map<String, Double> numbers() {
        return Map.of(
                "kappa", kappa(),
                "sigmaData", law.sigmaDataOrDefault(),
                "pMean", law.meanOrDefault(),
                "pStd", law.deviationOrDefault());
    }

    private double logSigma(double t) {
        return law.meanOrDefault() + law.deviationOrDefault() * StandardNormal.quantile(t);
    }
}
