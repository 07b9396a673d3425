package io.neuralentropy.monitor.maths;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.util.Arrays;

/** Buckets merged: means by weight, standard errors, rates and slopes over all of them together. */
public final class WindowSums {
    private final Bucket[] buckets;

    /** @param buckets in order of their steps, not empty ones of another grid mixed in */
    public WindowSums(Bucket[] buckets) {
        this.buckets = buckets;
    }

    /** Σ w·mean / Σ w, with √(Σ count·variance) / Σ count (docs/events.md, Moments). */
    public Estimate mean(Quantity quantity) {
        double weight = 0;
        double sum = 0;
        double variance = 0;
        for (Bucket bucket : buckets) {
            if (bucket.weight(quantity) > 0) {
                weight += bucket.weight(quantity);
                sum += bucket.sum(quantity);
                variance += bucket.varianceSum(quantity);
            }
        }
        return new Estimate(sum / weight, Math.sqrt(variance) / weight);
    }

    /** Share of the gradient norms that were not finite, by weight; NaN where none was sent. */
    public double gradientNormNotFinite() {
        Bucket all = new Bucket();
        for (Bucket bucket : buckets) {
            all.add(bucket);
        }
        return all.gradientNormNotFinite();
    }

    /** Slope of a quantity per step. */
    public Estimate slopePerStep(Quantity quantity) {
        return line(quantity, false).slope();
    }

    /** ρ of the quantity over the window, from its slope on ln(step). */
    public Estimate gainOfDoubling(Quantity quantity) {
        WeightedLine line = line(quantity, true);
        return Measures.gainOfDoubling(line.slope(), line.level());
    }

    private WeightedLine line(Quantity quantity, boolean onLogarithm) {
        WeightedLine line = new WeightedLine(buckets.length);
        for (Bucket bucket : buckets) {
            if (bucket.weight(quantity) > 0) {
                double step = bucket.meanStep(quantity);
                line.add(onLogarithm ? Math.log(step) : step, bucket.mean(quantity), bucket.weight(quantity));
            }
        }
        return line;
    }

    /**
     * Steps per second of one rank: from the durations that the trainer states; where it states none, from the times of
     * the events. NaN where neither says.
     *
     * @param resumedAt first step since the latest resumption: how long that took is no part of it
     */
    public double stepsPerSecond(long resumedAt) {
        long timed = 0;
        double seconds = 0;
        for (Bucket bucket : buckets) {
            timed += bucket.timedSteps();
            seconds += bucket.seconds();
        }
        return seconds > 0 ? timed / seconds : stepsPerSecondByEventTime(resumedAt);
    }

    /** From the end of a bucket to that of the next: so an event that sums up many steps counts with the time that they took. */
    private double stepsPerSecondByEventTime(long resumedAt) {
        if (buckets.length == 1) {
            return withinOne(buckets[0]);
        }
        long steps = 0;
        long millis = 0;
        for (int i = 1; i < buckets.length; i++) {
            if (goesOn(i, resumedAt)) {
                steps += buckets[i].last() - buckets[i - 1].last();
                millis += buckets[i].lastTime() - buckets[i - 1].lastTime();
            }
        }
        return steps > 0 ? steps * 1000.0 / millis : Double.NaN;
    }

    /** Whether the time between a bucket's end and that of the one before is what its steps took. */
    private boolean goesOn(int i, long resumedAt) {
        boolean resumes = buckets[i - 1].last() < resumedAt && buckets[i].last() >= resumedAt;
        return !resumes && buckets[i].lastTime() > buckets[i - 1].lastTime();
    }

    private static double withinOne(Bucket bucket) {
        long steps = bucket.last() - bucket.first();
        long millis = bucket.lastTime() - bucket.firstTime();
        return steps > 0 && millis > 0 ? steps * 1000.0 / millis : Double.NaN;
    }

    /**
     * Median over the buckets of the seconds from one event of a rank to the next: of a step, as the trainer states it, else by the
     * times of the events; where a bucket holds one event alone, from that before. NaN where nothing says.
     *
     * @param resumedAt as for {@link #stepsPerSecond}
     */
    public double medianIntervalSeconds(long resumedAt) {
        double[] seconds = new double[buckets.length];
        int known = 0;
        for (int i = 0; i < buckets.length; i++) {
            double interval = intervalSeconds(i, resumedAt);
            if (interval > 0) {
                seconds[known++] = interval;
            }
        }
        Arrays.sort(seconds, 0, known);
        return known == 0 ? Double.NaN : seconds[known / 2];
    }

    private double intervalSeconds(int i, long resumedAt) {
        Bucket bucket = buckets[i];
        boolean isAlone = bucket.firstTime() == bucket.lastTime();
        if (isAlone && i > 0 && goesOn(i, resumedAt)) {
            return (bucket.lastTime() - buckets[i - 1].lastTime()) / 1000.0;
        }
        return bucket.seconds() > 0 ? bucket.seconds() / bucket.timedSteps() : 1 / withinOne(bucket);
    }

    /** Data points per step of one rank; NaN where samples are not stated. */
    public double samplesPerStep() {
        long steps = 0;
        long samples = 0;
        for (Bucket bucket : buckets) {
            steps += bucket.steps();
            samples += bucket.samples();
        }
        return samples > 0 ? (double) samples / steps : Double.NaN;
    }

    /** Learning rate of the newest step that stated one; NaN if none. */
    public double learningRate() {
        for (int i = buckets.length - 1; i >= 0; i--) {
            if (!Double.isNaN(buckets[i].learningRate())) {
                return buckets[i].learningRate();
            }
        }
        return Double.NaN;
    }

    /** GPU memory of the newest step that stated it; NaN if none. */
    public double gpuMemoryBytes() {
        for (int i = buckets.length - 1; i >= 0; i--) {
            if (!Double.isNaN(buckets[i].gpuMemoryBytes())) {
                return buckets[i].gpuMemoryBytes();
            }
        }
        return Double.NaN;
    }

    /** Profile over all buckets that have one of as many bins as the newest; null if none has. */
    public ProfileSums profile() {
        ProfileSums sums = null;
        for (int i = buckets.length - 1; i >= 0; i--) {
            ProfileSums sent = buckets[i].profile();
            if (sent != null) {
                if (sums == null) {
                    sums = new ProfileSums(sent.bins());
                }
                if (sums.bins() == sent.bins()) {
                    sums.add(sent);
                }
            }
        }
        return sums;
    }
}
