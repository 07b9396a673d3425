package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.Quantity;

/** A curve read straight from frozen buckets. */
record BucketCurve(Bucket[] buckets) implements Curve {
    @Override
    public int size() {
        return buckets.length;
    }

    @Override
    public long first(int i) {
        return buckets[i].first();
    }

    @Override
    public long last(int i) {
        return buckets[i].last();
    }

    @Override
    public long steps(int i) {
        return buckets[i].steps();
    }

    @Override
    public double mean(Quantity quantity, int i) {
        return buckets[i].mean(quantity);
    }

    @Override
    public double standardError(Quantity quantity, int i) {
        return buckets[i].standardError(quantity);
    }

    @Override
    public double minimum(Quantity quantity, int i) {
        return buckets[i].minimum(quantity);
    }

    @Override
    public double maximum(Quantity quantity, int i) {
        return buckets[i].maximum(quantity);
    }
}
