package io.neuralentropy.monitor.detectors;

/** Quantiles of Student's t distribution. */
final class StudentT {
    private StudentT() {}

    /**
     * The t quantile that a normal quantile z stands for, at ν degrees of freedom: z + g₁/ν + g₂/ν² + g₃/ν³. Within 1 % for
     * ν ≥ 6, z ≤ 3.5. Source: Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5).
     */
    static double quantile(double z, int degrees) {
        double nu = Math.max(degrees, 3);
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        double g1 = (z3 + z) / 4;
        double g2 = (5 * z5 + 16 * z3 + 3 * z) / 96;
        double g3 = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
        return z + g1 / nu + g2 / (nu * nu) + g3 / (nu * nu * nu);
    }
}
