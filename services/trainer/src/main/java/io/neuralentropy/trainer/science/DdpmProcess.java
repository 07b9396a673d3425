package io.neuralentropy.trainer.science;

/**
 * DDPM's processes of 1,000 steps, αᵢ² = ᾱᵢ = ∏(1 − βⱼ), σᵢ² = 1 − ᾱᵢ, each step equally likely in training:
 *
 * <ul>
 *   <li>{@code ddpm-linear}: β from 1e-4 to 0.02 (Ho et al., arXiv:2006.11239);
 *   <li>{@code ddpm-scaled-linear}: √β from √0.00085 to √0.012 (Rombach et al., arXiv:2112.10752);
 *   <li>{@code ddpm-cosine}: ᾱ ∝ cos²(½π(i/T + s)/(1 + s)), s = 0.008, β at most 0.999 (Nichol and Dhariwal,
 *       arXiv:2102.09672).
 * </ul>
 *
 * <p>Time t in [0, 1) stands for step ⌊Tt⌋. λ has T values; what is integrated over λ is summed over them by the trapezoidal
 * rule, so that {@link #logSnrFall} is cell/(1/T).
 */
final class DdpmProcess extends DiffusionProcess {
    private static final int STEPS = 1000;
    private static final double COSINE_OFFSET = 0.008;
    private static final double MAX_BETA = 0.999;
    /** λ from −27 to 27. */
    private static final double FIRST_TIME_WITHOUT_GAPS = 1e-6;

    private final double[] alphaSquare = new double[STEPS];
    private final double[] sigmaSquare = new double[STEPS];
    private final double[] logSnr = new double[STEPS];

    private DdpmProcess(String name, double kappa, double[] betas) {
        super(name, kappa);
        double logAlphaSquare = 0;
        for (int i = 0; i < STEPS; i++) {
            logAlphaSquare += Math.log1p(-betas[i]);
            alphaSquare[i] = Math.exp(logAlphaSquare);
            sigmaSquare[i] = -Math.expm1(logAlphaSquare);
            logSnr[i] = logAlphaSquare - Math.log(sigmaSquare[i]);
        }
    }

    static DiffusionProcess linear(double kappa) {
        double[] betas = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            betas[i] = between(1e-4, 0.02, i);
        }
        return new DdpmProcess("ddpm-linear", kappa, betas);
    }

    static DiffusionProcess scaledLinear(double kappa) {
        double[] betas = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double root = between(Math.sqrt(0.00085), Math.sqrt(0.012), i);
            betas[i] = root * root;
        }
        return new DdpmProcess("ddpm-scaled-linear", kappa, betas);
    }

    static DiffusionProcess cosine(double kappa) {
        double[] betas = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            betas[i] = Math.min(MAX_BETA, 1 - cosineLeft(i + 1) / cosineLeft(i));
        }
        return new DdpmProcess("ddpm-cosine", kappa, betas);
    }

    private static double between(double first, double last, int i) {
        return first + (last - first) * i / (STEPS - 1);
    }

    private static double cosineLeft(int i) {
        double root = Math.cos(Math.PI / 2 * ((double) i / STEPS + COSINE_OFFSET) / (1 + COSINE_OFFSET));
        return root * root;
    }

    private static int step(double t) {
        return Math.min((int) (t * STEPS), STEPS - 1);
    }

    @Override
    public double timeLow() {
        return 0;
    }

    @Override
    public double timeHigh() {
        return 1;
    }

    @Override
    public double alpha(double t) {
        return Math.sqrt(alphaSquare[step(t)]);
    }

    @Override
    public double sigma(double t) {
        return Math.sqrt(sigmaSquare[step(t)]);
    }

    @Override
    public double logSnr(double t) {
        return logSnr[step(t)];
    }

    @Override
    public double logSnrFall(double t) {
        int i = step(t);
        double cell = (logSnr[Math.max(i - 1, 0)] - logSnr[Math.min(i + 1, STEPS - 1)]) / 2;
        return cell * STEPS;
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
    public boolean isDiscrete() {
        return true;
    }

    @Override
    double[] logSnrGrid() {
        return logSnr.clone();
    }

    /** α² + σ² = 1 leaves no choice of α and σ at a λ. */
    @Override
    DiffusionProcess withoutGaps() {
        return new CosineProcess(kappa(), FIRST_TIME_WITHOUT_GAPS);
    }

    @Override
    public double condition(double t) {
        return (double) step(t) / STEPS;
    }

    @Override
    boolean preservesVariance() {
        return true;
    }
}
