package io.neuralentropy.monitor.detectors;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;

/**
 * The rule that tells growth, saturation and decline apart, one look at each closing of a bucket: docs/detectors.md.
 *
 * <p>Looks back over windows of several lengths; claims saturation where the confidence interval of the gain of a doubling lies
 * within ±δ, at every look for the dwell time. What is remembered between looks are five numbers; all else is in the buckets.
 * Not thread-safe.
 */
final class SaturationRule {
    private static final double[] FRACTIONS = {1.0 / 4, 3.0 / 8, 1.0 / 2, 5.0 / 8, 3.0 / 4, 7.0 / 8};
    private static final double HALF = 1.0 / 2;
    private static final double LN_2 = Math.log(2);
    private static final long NEVER = Long.MAX_VALUE;

    /** Standard error of a median relative to that of a mean, for normal noise. */
    private static final double MEDIAN_ERROR = 1.25;

    /** Degrees of freedom of the margin of the recent level: those of the shortest window at 16 buckets. */
    private static final int LEVEL_DEGREES = 14;

    /** A window since the anchor that begins in the last tenth of the run is too short. */
    private static final double NEWEST_ANCHOR = 0.9;

    /** Bytes of {@link #write}. */
    static final int BYTES = Byte.BYTES + 3 * Long.BYTES + Double.BYTES;

    private final DetectorSettings settings;
    private final WindowFit fit;
    private final DownwardExcursion excursion;

    // what lasts from look to look
    private TrainingState state = TrainingState.WARMING_UP;
    private long heldSince = NEVER;
    private long anchor;
    private long claimedAt;
    private double best = Double.NEGATIVE_INFINITY;

    // what the present look finds
    private long flatFrom;
    private boolean mayFall;
    private boolean passes;
    private boolean grows;
    private boolean hasWindow;
    private double deviation;
    private double lowerLevel;
    private final Evidence evidence = new Evidence();
    private Estimate halfRun = Estimate.UNKNOWN;
    private double recent = Double.NaN;
    private double recentMargin = Double.NaN;
    private double reference = Double.NaN;
    private double bestBefore;
    private boolean fellQuickly;

    /** The window that speaks for a look: the first that passes, else the first that grows, else the narrowest. */
    static final class Evidence {
        private int rank;
        long since;
        double level;
        double levelError;
        double gain;
        double halfWidth;

        void clear() {
            rank = -1;
            gain = Double.NaN;
            halfWidth = Double.NaN;
        }

        void offer(int offeredRank, WindowFit fit, double offeredGain, double offeredHalfWidth) {
            boolean narrower = offeredRank == 0 && rank == 0 && offeredHalfWidth < halfWidth;
            if (offeredRank > rank || narrower) {
                rank = offeredRank;
                since = fit.firstStep;
                level = fit.level;
                levelError = fit.levelError;
                gain = offeredGain;
                halfWidth = offeredHalfWidth;
            }
        }
    }

    SaturationRule(DetectorSettings settings) {
        this.settings = settings;
        fit = new WindowFit(settings.clip());
        excursion = new DownwardExcursion(settings);
        evidence.clear();
    }

    TrainingState state() {
        return state;
    }

    /** Whether the latest look found a window. */
    boolean hasWindow() {
        return hasWindow;
    }

    /** What spoke for the latest verdict. */
    Evidence evidence() {
        return evidence;
    }

    /** Level of the last half of the run, with its standard error. */
    Estimate halfRun() {
        return halfRun;
    }

    /** Median of the last bucket means. */
    double recent() {
        return recent;
    }

    double recentMargin() {
        return recentMargin;
    }

    /** Level that the recent one was compared with. */
    double reference() {
        return reference;
    }

    /** Best level before the latest look: the largest lower confidence limit so far. */
    double bestBefore() {
        return bestBefore;
    }

    /** What showed the latest fall before the recent level did; null where the recent level did. */
    DownwardExcursion excursion() {
        return fellQuickly ? excursion : null;
    }

    /** First step of the buckets from which the last confirmed change of level counts; 0 before any. */
    long anchor() {
        return anchor;
    }

    /** Forgets all but the best level and looks only at what begins with {@code firstStep}. */
    void restart(long firstStep) {
        state = TrainingState.WARMING_UP;
        heldSince = NEVER;
        anchor = firstStep;
        claimedAt = 0;
    }

    /**
     * Looks at the run up to step t, the end of the newest bucket. What is flat during the warm-up of the learning rate claims nothing,
     * and after a restart of it nothing falls.
     */
    void look(BucketSeries series, long t, LearningRate rate) {
        flatFrom = Math.max(anchor, rate.warmedUpAt() > 1 ? rate.warmedUpAt() : 0);
        mayFall = !rate.isRestarted(t);
        passes = false;
        grows = false;
        hasWindow = false;
        evidence.clear();
        halfRun = Estimate.UNKNOWN;
        int newest = series.size - 1;
        for (double fraction : FRACTIONS) {
            int from = series.indexFrom((1 - fraction) * t + 1);
            if (newest - from + 1 >= settings.minBuckets() && series.first[from] >= settings.firstLook() / 4) {
                test(series, from, fraction == HALF);
            }
        }
        if (hasWindow) {
            testSinceAnchor(series, t);
            decide(series, t);
        }
    }

    private void test(BucketSeries series, int from, boolean isHalf) {
        fit.fit(series, from, series.size);
        double q = StudentT.quantile(settings.z(), fit.degrees);
        double scale = series.scale(fit.level);
        double gain = LN_2 * fit.slope / scale;
        double halfWidth = q * LN_2 * fit.slopeError / scale;
        boolean usable = scale - q * fit.levelError > 0;
        boolean within = usable && from >= indexOf(series, flatFrom) && isWithin(gain, halfWidth);
        boolean above = usable && gain - halfWidth > settings.delta();
        // a shorter window that shows growth forbids the longer ones
        boolean counts = within && !grows;
        passes |= counts;
        grows |= above;
        if (usable) {
            evidence.offer(counts ? 2 : above ? 1 : 0, fit, gain, halfWidth);
        }
        if (isHalf) {
            halfRun = new Estimate(fit.level, fit.levelError);
        }
        if (!hasWindow) {
            hasWindow = true;
            deviation = fit.deviation;
            lowerLevel = fit.level - q * fit.levelError;
        }
    }

    private void testSinceAnchor(BucketSeries series, long t) {
        int from = indexOf(series, flatFrom);
        if (from == 0 || series.size - from < settings.minBuckets() || series.first[from] > NEWEST_ANCHOR * t) {
            return;
        }
        fit.fit(series, from, series.size);
        double q = StudentT.quantile(settings.z(), fit.degrees);
        double scale = series.scale(fit.level);
        double gain = LN_2 * fit.slope / scale;
        double halfWidth = q * LN_2 * fit.slopeError / scale;
        if (scale - q * fit.levelError > 0 && isWithin(gain, halfWidth) && !grows) {
            passes = true;
            evidence.offer(2, fit, gain, halfWidth);
        }
    }

    private boolean isWithin(double gain, double halfWidth) {
        return gain + halfWidth < settings.delta() && gain - halfWidth > -settings.delta();
    }

    private static int indexOf(BucketSeries series, long step) {
        return step == 0 ? 0 : series.indexFrom(step);
    }

    private void decide(BucketSeries series, long t) {
        int newest = series.size - 1;
        int count = settings.recentBuckets();
        int recentFrom = Math.max(0, newest - count + 1);
        recent = series.median(recentFrom, series.size);
        double error = MEDIAN_ERROR * deviation / Math.sqrt(series.weight(recentFrom, series.size));
        recentMargin = StudentT.quantile(settings.z(), LEVEL_DEGREES) * error;
        double fallMargin = StudentT.quantile(settings.zFall(), LEVEL_DEGREES) * error;
        int referenceIndex = Math.max(referenceIndex(series, t), count - 1);
        reference = series.median(Math.max(0, referenceIndex - count + 1), Math.min(series.size, referenceIndex + 1));
        double material = settings.delta() * series.scale(reference);
        boolean rise = recent - recentMargin > reference + material && referenceIndex + count <= newest;
        boolean fallen = mayFall && best > 0 && recent + fallMargin < best * (1 - settings.fall());
        heldSince = passes ? Math.min(heldSince, t) : NEVER;
        boolean claim = passes && t - heldSince >= settings.dwell(t);

        TrainingState before = state;
        boolean declining = before == TrainingState.DECLINING;
        fellQuickly = mayFall && !declining && !fallen && excursion.shows(series, t, best);
        boolean falls = fellQuickly || fallen && !declining;
        boolean saturates = before != TrainingState.SATURATED && claim && !falls;
        boolean withdrawn = before == TrainingState.SATURATED && rise;
        state = next(before, saturates, withdrawn || declining && rise && !fallen, falls);

        boolean fallsFurther = declining && fallen && recent + recentMargin < reference - material;
        if (rise || falls || fallsFurther) {
            anchor = series.first[recentFrom];
        }
        if (falls || withdrawn) {
            heldSince = NEVER;
        }
        if (saturates) {
            claimedAt = series.first[newest];
        }
        bestBefore = best;
        // a fall that flattened out is a new reference
        if (saturates && declining || !declining && lowerLevel > best) {
            best = lowerLevel;
        }
    }

    private TrainingState next(TrainingState before, boolean saturates, boolean absorbs, boolean falls) {
        if (falls) {
            return TrainingState.DECLINING;
        }
        if (absorbs) {
            return TrainingState.ABSORBING;
        }
        if (saturates) {
            return TrainingState.SATURATED;
        }
        return before == TrainingState.WARMING_UP && grows ? TrainingState.ABSORBING : before;
    }

    private int referenceIndex(BucketSeries series, long t) {
        if (state == TrainingState.SATURATED) {
            return Math.max(series.indexFrom(claimedAt), series.indexFrom(t / 2.0));
        }
        return indexOf(series, anchor);
    }

    void write(ByteBuffer out) {
        out.put((byte) state.ordinal())
                .putLong(heldSince)
                .putLong(anchor)
                .putLong(claimedAt)
                .putDouble(best);
    }

    void read(ByteBuffer in) {
        state = TrainingState.values()[in.get()];
        heldSince = in.getLong();
        anchor = in.getLong();
        claimedAt = in.getLong();
        best = in.getDouble();
    }
}
