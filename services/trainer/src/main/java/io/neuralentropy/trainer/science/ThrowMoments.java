package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import java.util.Arrays;

/**
 * The mean of a batch's throws, and its error. Throws of a point are averaged first. Where times are independent, so are the points: the
 * variance is the sample variance of their values. Stratified times take away the part that is due to where the times fell: {@link
 * LocalResiduals}.
 *
 * <p>Not thread-safe.
 */
final class ThrowMoments {
    private final DiffusionProcess process;
    private final TimeLaw timeLaw;
    private final int points;
    private final LocalResiduals residuals;
    private final int[] throwsOf;
    private int[] point;
    private int count;

    /**
     * @param points data points of a batch
     * @param rows throws of a batch
     */
    ThrowMoments(DiffusionProcess process, TimeLaw timeLaw, int points, int rows) {
        this.process = process;
        this.timeLaw = timeLaw;
        this.points = points;
        this.residuals = new LocalResiduals(rows, points, rows);
        this.throwsOf = new int[points];
    }

    /**
     * Takes the throws of a batch.
     *
     * @param time of each
     * @param pointOf data point of each; not copied
     */
    void arrange(double[] time, int[] pointOf, int size) {
        point = pointOf;
        count = size;
        Arrays.fill(throwsOf, 0);
        for (int i = 0; i < size; i++) {
            throwsOf[pointOf[i]]++;
        }
        residuals.order(time, pointOf, size, process.timeLow(), process.timeHigh());
    }

    /** Indices of the throws in the order of time; the first {@code size} count. */
    int[] order() {
        return residuals.order();
    }

    /** Moments of what each throw says; null where there are no throws. */
    Moments of(double[] values) {
        double[] sums = new double[points];
        for (int i = 0; i < count; i++) {
            sums[point[i]] += values[i];
        }
        int present = 0;
        for (int p = 0; p < points; p++) {
            if (throwsOf[p] > 0) {
                sums[present++] = sums[p] / throwsOf[p];
            }
        }
        if (present == 0) {
            return null;
        }
        Moments plain = SampleMoments.of(sums, present);
        return timeLaw == TimeLaw.UNIFORM || present < 2 ? plain : stratified(plain, values);
    }

    private Moments stratified(Moments plain, double[] values) {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 1 / ((double) plain.count() * throwsOf[point[i]]);
        }
        double variance = residuals.variance(values, weights);
        return new Moments(plain.mean(), variance * plain.count(), plain.count());
    }
}
