package io.neuralentropy.monitor.detectors;

import java.util.function.DoubleUnaryOperator;

/** Cubic through points that overshoots none of them. Source: Fritsch and Butland 1984, as SciPy's PCHIP. */
final class MonotoneCubic implements DoubleUnaryOperator {
    private final double[] x;
    private final double[] y;
    private final double[] slope;

    MonotoneCubic(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        int last = x.length - 1;
        double[] h = new double[last];
        double[] secant = new double[last];
        for (int i = 0; i < last; i++) {
            h[i] = x[i + 1] - x[i];
            secant[i] = (y[i + 1] - y[i]) / h[i];
        }
        slope = new double[x.length];
        for (int i = 1; i < last; i++) {
            if (secant[i - 1] * secant[i] > 0) {
                double a = 2 * h[i] + h[i - 1];
                double b = h[i] + 2 * h[i - 1];
                slope[i] = (a + b) / (a / secant[i - 1] + b / secant[i]);
            }
        }
        slope[0] = end(h[0], h[1], secant[0], secant[1]);
        slope[last] = end(h[last - 1], h[last - 2], secant[last - 1], secant[last - 2]);
    }

    private static double end(double h0, double h1, double d0, double d1) {
        double d = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
        if (Math.signum(d) != Math.signum(d0)) {
            return 0;
        }
        return Math.signum(d0) != Math.signum(d1) && Math.abs(d) > 3 * Math.abs(d0) ? 3 * d0 : d;
    }

    @Override
    public double applyAsDouble(double at) {
        int i = 0;
        while (i < x.length - 2 && at > x[i + 1]) {
            i++;
        }
        double h = x[i + 1] - x[i];
        double u = (at - x[i]) / h;
        double u2 = u * u;
        double u3 = u2 * u;
        return y[i] * (2 * u3 - 3 * u2 + 1)
                + h * slope[i] * (u3 - 2 * u2 + u)
                + y[i + 1] * (3 * u2 - 2 * u3)
                + h * slope[i + 1] * (u3 - u2);
    }
}
