package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.LowerBound.Source;

/** What there is to learn: the total entropy or its bounds, as {@code run.started} states them and as the network proves them. */
final class TotalEntropies {
    private static final String EMPIRICAL = "empirical";
    /** Standard errors by which what the network proves is lowered: too high once in 44 times, for a normal error. */
    private static final double CAUTION = 2;

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
        total = estimate(about == null ? null : about.totalEntropy());
        gaussian = estimate(about == null ? null : about.gaussianEntropy()).value();
        LowerBound stated = LowerBound.UNKNOWN.or(
                estimate(about == null ? null : about.totalEntropyLower()).value(), Source.STATED);
        lower = total.isKnown() ? stated : highest(stated, proven);
        upper = estimate(statedUpper).value();
        empirical = statedUpper != null && EMPIRICAL.equals(statedUpper.method()) ? upper : Double.NaN;
    }

    /** That S_tot, an integral of squares, is above 0 is known without a network. */
    private LowerBound highest(LowerBound stated, Estimate proven) {
        double sure = proven.value() - CAUTION * proven.standardError();
        return stated.or(gaussian, Source.GAUSSIAN).or(sure > 0 ? sure : Double.NaN, Source.HELD_OUT);
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

    /** S_Gauss; NaN where unknown. */
    double gaussian() {
        return gaussian;
    }

    /** The highest of the lower bounds; where S_tot itself is known, the stated one alone. */
    LowerBound lower() {
        return lower;
    }

    /** The upper bound; NaN where unknown. */
    double upper() {
        return upper;
    }

    /** S_emp, the entropy of the training points themselves taken as the law; NaN where it is not stated. */
    double empirical() {
        return empirical;
    }
}
