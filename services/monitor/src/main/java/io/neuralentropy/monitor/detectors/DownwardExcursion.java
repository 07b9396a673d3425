package io.neuralentropy.monitor.detectors;

/**
 * The quick test of a decline, beside the median of the last buckets: the run has been low for D steps and is not on its way
 * back. The mirror of the excursion that tells divergence, on closed buckets.
 *
 * <p>Over the fewest newest buckets that cover D = max(fall-steps, fall-fraction · t) steps, at least two: each bucket mean is
 * below (1 − fall) · P, where P is the best level; their mean m, with its margin, too: m + q √(v / Σn) < (1 − fall) · P; and the
 * newest has not come halfway back from the lowest. v is the long-run variance per unit of weight of the quarter of the run
 * before them ({@link WindowFit}), so a fall does not hide in the scatter that it makes. A function of the buckets alone:
 * nothing lasts from look to look. Not thread-safe.
 */
final class DownwardExcursion {
    private static final int MIN_BUCKETS = 2;
    private static final double BEFORE = 1.0 / 4;
    private static final double HALFWAY = 0.5;

    private final DetectorSettings settings;
    private final WindowFit before;

    /** First step of the low buckets of the latest test. */
    long since;
    /** m, their mean. */
    double level;
    /** What m must lie below the bound by. */
    double margin;

    DownwardExcursion(DetectorSettings settings) {
        this.settings = settings;
        before = new WindowFit(settings.clip());
    }

    /** Whether the newest buckets, the last of which ends at step t, show a decline from the level {@code best}. */
    boolean shows(BucketSeries series, long t, double best) {
        double bound = (1 - settings.fall()) * best;
        int newest = series.size - 1;
        if (!(best > 0) || !(series.mean[newest] < bound)) {
            return false;
        }
        int covering = series.indexFrom(Math.nextUp(t - settings.fallFor(t) + 1)) - 1;
        int from = Math.min(covering, series.size - MIN_BUCKETS);
        return from >= 0 && isLow(series, from, best, bound) && isBelow(series, from, bound);
    }

    /** Each bucket is low, and the newest not halfway back. */
    private static boolean isLow(BucketSeries series, int from, double best, double bound) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = from; i < series.size; i++) {
            if (!(series.mean[i] < bound)) {
                return false;
            }
            lowest = Math.min(lowest, series.mean[i]);
        }
        return best - series.mean[series.size - 1] > HALFWAY * (best - lowest);
    }

    private boolean isBelow(BucketSeries series, int from, double bound) {
        int quarter = series.indexFrom((1 - BEFORE) * series.first[from]);
        if (from - quarter < settings.minBuckets() || series.first[quarter] < settings.firstLook() / 4) {
            return false;
        }
        before.fit(series, quarter, from);
        double weight = series.weight(from, series.size);
        double sum = 0;
        for (int i = from; i < series.size; i++) {
            sum += series.weight[i] * series.mean[i];
        }
        since = series.first[from];
        level = sum / weight;
        margin = StudentT.quantile(settings.zFall(), before.degrees) * before.deviation / Math.sqrt(weight);
        return level + margin < bound;
    }
}
