package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import io.neuralentropy.monitor.maths.Grid;
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
    public long samples(int i) {
        return buckets[i].samples();
    }

    @Override
    public double seconds(int i) {
        Bucket bucket = buckets[i];
        double covered = bucket.last() - bucket.first() + 1;
        return bucket.timedSteps() == 0 ? Double.NaN : bucket.seconds() * (covered / bucket.timedSteps());
    }

    /** Cells of coarser grids of the same kind begin where cells of finer ones do: each bucket falls into one whole. */
    @Override
    public Curve coarse(int perDoubling) {
        Grid.LogLinear grid = new Grid.LogLinear(perDoubling);
        Buckets wider = new Buckets(grid);
        for (Bucket bucket : buckets) {
            wider.mutable(bucket.last()).add(bucket);
        }
        return new BucketCurve(wider.freeze());
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

    @Override
    public double heldOutLoss(int i) {
        return buckets[i].heldOutLoss();
    }
}
