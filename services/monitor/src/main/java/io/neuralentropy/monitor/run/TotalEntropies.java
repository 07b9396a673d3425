package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.LowerBound.Source;

/**
 * What there is to learn: the total entropy or its bounds, as {@code run.started} states them and as the network proves them. Each
 * bound is an estimate: a lower one is in use less two of its standard errors, an upper one plus two, so that it holds in spite of
 * its noise. One without a standard error is taken as exact.
 */
final class TotalEntropies {
    private static final String EMPIRICAL = "empirical";

    private final Estimate total;
    private final double gaussian;
    private final LowerBound lower;
    private final double upper;
    private final double empirical;

    /**
     * @param about null before the first {@code run.started}
     * @param proven S_CS of the newest evaluation on held-out points
     */
    TotalEntropies(RunStarted about, Estimate proven) {
        EntropyEstimate statedUpper = about == null ? null : about.totalEntropyUpper();
        Estimate fit = estimate(about == null ? null : about.gaussianEntropy());
        Estimate stated = estimate(about == null ? null : about.totalEntropyLower());
        Estimate above = estimate(statedUpper);
        total = estimate(about == null ? null : about.totalEntropy());
        gaussian = fit.value();
        LowerBound surely = LowerBound.UNKNOWN.or(stated.lowerEnd(), Source.STATED);
        lower = total.isKnown() ? surely : highest(surely, fit, proven);
        upper = above.upperEnd();
        empirical = statedUpper != null && EMPIRICAL.equals(statedUpper.method()) ? above.value() : Double.NaN;
    }

    /** That S_tot, an integral of squares, is above 0 is known without a network, which proves nothing without a standard error. */
    private static LowerBound highest(LowerBound stated, Estimate fit, Estimate proven) {
        double sure = Double.isNaN(proven.standardError()) ? Double.NaN : proven.lowerEnd();
        return stated.or(fit.lowerEnd(), Source.GAUSSIAN).or(sure > 0 ? sure : Double.NaN, Source.HELD_OUT);
    }

    private static Estimate estimate(EntropyEstimate stated) {
        return stated == null || Absent.isAbsent(stated.nats())
                ? Estimate.UNKNOWN
                : new Estimate(stated.nats(), stated.standardError());
    }

    /** S_tot. */
    Estimate total() {
        return total;
    }

    /** S_Gauss as stated; NaN where unknown. */
    double gaussian() {
        return gaussian;
    }

    /** The highest of the lower bounds, each less two standard errors; where S_tot itself is known, the stated one alone. */
    LowerBound lower() {
        return lower;
    }

    /** The upper bound plus two standard errors; NaN where unknown. */
    double upper() {
        return upper;
    }

    /** S_emp as stated, the entropy of the training points themselves taken as the law; NaN where it is not stated. */
    double empirical() {
        return empirical;
    }
}
