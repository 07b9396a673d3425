package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.detectors.BucketSeries;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;

/** Merges the history's buckets into those of the detectors. Reused from closing to closing. */
final class VerdictBuckets {
    final BucketSeries series = new BucketSeries();

    // the bucket being merged
    private long first;
    private double weight;
    private double sum;
    private double stepSum;
    private double spread;

    /** Takes what the history holds of a quantity up to step {@code last}, the end of a bucket. */
    VerdictBuckets read(Buckets history, Quantity quantity, long last) {
        series.clear();
        begin(0);
        for (int i = 0; i < history.size() && history.key(i) <= last; i++) {
            long cell = Grid.VERDICTS.first(history.key(i));
            if (cell != first) {
                finish();
                begin(cell);
            }
            merge(history.get(i), quantity);
        }
        finish();
        return this;
    }

    private void begin(long cell) {
        first = cell;
        weight = 0;
        sum = 0;
        stepSum = 0;
        spread = 0;
    }

    private void merge(Bucket bucket, Quantity quantity) {
        double n = bucket.weight(quantity);
        if (n > 0) {
            double apart = weight == 0 ? 0 : bucket.mean(quantity) - sum / weight;
            spread += bucket.spread(quantity) + apart * apart * (weight * n / (weight + n));
            weight += n;
            sum += bucket.sum(quantity);
            stepSum += n * bucket.meanStep(quantity);
        }
    }

    /** A bucket whose mean is not finite says nothing; the noise of one without scatter is taken to be as large as its mean. */
    private void finish() {
        double mean = sum / weight;
        if (weight > 0 && Double.isFinite(mean)) {
            double deviation = spread > 0 ? Math.sqrt(spread / weight) : Math.abs(mean);
            series.add(first, stepSum / weight, weight, mean, deviation);
        }
    }
}
