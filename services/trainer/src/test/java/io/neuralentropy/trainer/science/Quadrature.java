package io.neuralentropy.trainer.science;

import java.util.function.DoubleUnaryOperator;

/** Adaptive Simpson quadrature, an oracle that shares nothing with the code under test. */
final class Quadrature {
    private static final int DEPTH = 60;

    private Quadrature() {}

    /** ∫ f over [a, b] to a relative error of about 1e-12; the range is cut geometrically first, for peaks near a. */
    static double integral(DoubleUnaryOperator f, double a, double b) {
        double sum = 0;
        double left = a;
        for (double width = (b - a) / 1024; left < b; width *= 2) {
            double right = Math.min(b, left + width);
            double middle = (left + right) / 2;
            double fLeft = f.applyAsDouble(left);
            double fMiddle = f.applyAsDouble(middle);
            double fRight = f.applyAsDouble(right);
            double whole = (right - left) / 6 * (fLeft + 4 * fMiddle + fRight);
            sum += refined(f, left, right, fLeft, fMiddle, fRight, whole, 1e-13 * (Math.abs(whole) + 1e-3), DEPTH);
            left = right;
        }
        return sum;
    }

    private static double refined(
            DoubleUnaryOperator f,
            double a,
            double b,
            double fa,
            double fm,
            double fb,
            double whole,
            double tolerance,
            int depth) {
        double m = (a + b) / 2;
        double fLeft = f.applyAsDouble((a + m) / 2);
        double fRight = f.applyAsDouble((m + b) / 2);
        double left = (m - a) / 6 * (fa + 4 * fLeft + fm);
        double right = (b - m) / 6 * (fm + 4 * fRight + fb);
        double error = left + right - whole;
        if (depth == 0 || Math.abs(error) <= 15 * tolerance) {
            return left + right + error / 15;
        }
        double inner = Math.max(tolerance / 2, 1e-17);
        return refined(f, a, m, fa, fLeft, fm, left, inner, depth - 1)
                + refined(f, m, b, fm, fRight, fb, right, inner, depth - 1);
    }
}
