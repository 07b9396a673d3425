package io.neuralentropy.monitor.detectors;

import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Capacity.Withheld;
import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.function.DoubleUnaryOperator;

/**
 * The asymptote of a saturating curve through the last three quarters of a run.
 *
 * <p>S = a − b·exp(−(t − T/4)/τ), b ≥ 0, with τ on 73 geometric points from T/32 to 16 T and (a, b) in closed form (variable
 * projection). Its error adds half the range of a over all τ that fit nearly as well, and half of what has not been seen as
 * error of the model. Withheld where endless growth (ln t, t^p) fits as well, where too little of it has been reached, or where
 * it is too uncertain.
 */
final class CapacityFit {
    private static final int TAUS = 73;
    private static final int MIN_BUCKETS = 8;
    private static final double[] POWERS = {1.0 / 8, 1.0 / 4, 3.0 / 8, 1.0 / 2, 3.0 / 4, 1};
    private static final double SHARE_REACHED = 0.95;

    private final DetectorSettings settings;
    private final BucketSeries series;
    private final int from;
    private final double end;

    // closed form of the latest line
    private double intercept;
    private double slope;
    private double squares;
    /** Variance of the intercept per unit of residual variance. */
    private double interceptVariance;

    private CapacityFit(DetectorSettings settings, BucketSeries series, long t) {
        this.settings = settings;
        this.series = series;
        end = t;
        from = series.indexFrom(end / 4);
    }

    /**
     * The capacity at step t, the end of the newest bucket; {@code stepsTo95} counts from t.
     *
     * @param recent level R of the newest buckets
     */
    static Capacity of(BucketSeries series, long t, double recent, DetectorSettings settings) {
        CapacityFit fit = new CapacityFit(settings, series, t);
        return series.size - fit.from < MIN_BUCKETS ? Capacity.withheld(Withheld.TOO_EARLY) : fit.capacity(recent);
    }

    private Capacity capacity(double recent) {
        double[] asymptotes = new double[TAUS];
        double[] squaresAt = new double[TAUS];
        double least = Double.POSITIVE_INFINITY;
        double asymptote = Double.NaN;
        double amplitude = 0;
        double variance = 0;
        double tau = 0;
        for (int i = 0; i < TAUS; i++) {
            double candidate = end / 32 * Math.pow(512, i / (TAUS - 1.0));
            line(step -> -Math.exp(-(step - end / 4) / candidate), true);
            asymptotes[i] = intercept;
            squaresAt[i] = squares;
            if (squares < least) {
                least = squares;
                asymptote = intercept;
                amplitude = slope;
                variance = interceptVariance;
                tau = candidate;
            }
        }
        double residual = least / (series.size - from - 3);
        if (endlessGrowthFits(least + 9 * residual)) {
            return Capacity.withheld(Withheld.ENDLESS_GROWTH);
        }
        if (!(recent >= settings.capacityReached() * asymptote)) {
            return Capacity.withheld(Withheld.TOO_FAR);
        }
        double fitted = range(asymptotes, squaresAt, least + 4 * residual) / 4 + Math.sqrt(variance * residual);
        double error = Math.hypot(fitted, (asymptote - recent) / 2);
        if (!(error <= settings.capacityError() * asymptote)) {
            return Capacity.withheld(Withheld.UNCERTAIN);
        }
        double left = amplitude / ((1 - SHARE_REACHED) * asymptote);
        double reached = left > 1 ? end / 4 + tau * Math.log(left) : end / 4;
        return new Capacity(new Estimate(asymptote, error), null, Math.max(0, reached - end));
    }

    private boolean endlessGrowthFits(double bound) {
        line(Math::log, false);
        if (squares <= bound) {
            return true;
        }
        for (double power : POWERS) {
            line(step -> Math.pow(step / end, power), false);
            if (squares <= bound) {
                return true;
            }
        }
        return false;
    }

    private static double range(double[] values, double[] squaresAt, double bound) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            if (squaresAt[i] <= bound) {
                lowest = Math.min(lowest, values[i]);
                highest = Math.max(highest, values[i]);
            }
        }
        return highest - lowest;
    }

    /** Weighted least squares of S on one function of the step. */
    private void line(DoubleUnaryOperator of, boolean rising) {
        int size = series.size - from;
        double[] g = new double[size];
        double weights = 0;
        double meanG = 0;
        double meanY = 0;
        for (int i = 0; i < size; i++) {
            g[i] = of.applyAsDouble(series.step[from + i]);
            weights += series.weight[from + i];
            meanG += series.weight[from + i] * g[i];
            meanY += series.weight[from + i] * series.mean[from + i];
        }
        meanG /= weights;
        meanY /= weights;
        double gg = 0;
        double gy = 0;
        for (int i = 0; i < size; i++) {
            double n = series.weight[from + i];
            gg += n * (g[i] - meanG) * (g[i] - meanG);
            gy += n * (g[i] - meanG) * (series.mean[from + i] - meanY);
        }
        boolean flat = !(gg > 0) || rising && gy < 0;
        slope = flat ? 0 : gy / gg;
        intercept = meanY - slope * meanG;
        interceptVariance = 1 / weights + (flat ? 0 : meanG * meanG / gg);
        squares = 0;
        for (int i = 0; i < size; i++) {
            double r = series.mean[from + i] - intercept - slope * g[i];
            squares += series.weight[from + i] * r * r;
        }
    }
}
