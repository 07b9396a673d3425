package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;

/**
 * Both entropies as means over throws whose times are uniform over a range of length L: S_NN = mean of L·(−½dλ/dt)‖d‖², S_lin
 * = mean of L·(−½dλ/dt)(2d·d̃ − ‖d‖²); arXiv:2409.03817 writes the former L·w‖e‖². Unbiased for the integrals over all times.
 *
 * <p>Errors: {@link ThrowMoments}. Every batch stands for itself; nothing is remembered.
 */
final class TimeAverages implements BatchEntropies {
    /** Bins of the profile. */
    static final int PROFILE_BINS = 32;

    private final DiffusionProcess process;
    private final double length;
    private final double[] edges;
    private final ThrowMoments moments;
    private final double[] time;
    private final double[] neural;
    private final double[] learned;
    private final int[] point;
    private int count;

    /**
     * @param points data points of a batch
     * @param throwsPerPoint throws of each
     */
    TimeAverages(DiffusionProcess process, TimeLaw timeLaw, int points, int throwsPerPoint) {
        int rows = Math.multiplyExact(points, throwsPerPoint);
        this.process = process;
        this.length = process.timeHigh() - process.timeLow();
        this.edges = BatchEntropies.equalBins(process.timeLow(), process.timeHigh(), PROFILE_BINS);
        this.moments = new ThrowMoments(process, timeLaw, points, rows);
        this.time = new double[rows];
        this.neural = new double[rows];
        this.learned = new double[rows];
        this.point = new int[rows];
    }

    @Override
    public double[] profileEdges() {
        return edges.clone();
    }

    @Override
    public String profileAxis() {
        return "diffusion-time";
    }

    @Override
    public void reset() {
        count = 0;
    }

    @Override
    public void add(int ofPoint, double t, double square, double cross, double[] covariates) {
        if (count == time.length) {
            throw new IllegalStateException("the batch has its " + count + " throws already");
        }
        double weight = length * process.rate(t);
        time[count] = t;
        neural[count] = weight * square;
        learned[count] = weight * (2 * cross - square);
        point[count] = ofPoint;
        count++;
    }

    /** None: the range is that of all times. */
    @Override
    public ThrowsOutside outside() {
        return new ThrowsOutside(0, 0, count);
    }

    @Override
    public Moments neural() {
        return moments(neural);
    }

    @Override
    public Moments learned() {
        return moments(learned);
    }

    private Moments moments(double[] values) {
        moments.arrange(time, point, count);
        return moments.of(values);
    }

    @Override
    public Profile profile() {
        int bins = edges.length - 1;
        long[] counts = new long[bins];
        double[] neuralRates = new double[bins];
        double[] learnedRates = new double[bins];
        for (int i = 0; i < count; i++) {
            int bin = LocalResiduals.cell(time[i], edges[0], edges[bins], bins);
            counts[bin]++;
            neuralRates[bin] += neural[i] / length;
            learnedRates[bin] += learned[i] / length;
        }
        for (int b = 0; b < bins; b++) {
            neuralRates[b] /= Math.max(1, counts[b]);
            learnedRates[b] /= Math.max(1, counts[b]);
        }
        return new Profile(counts, neuralRates, learnedRates);
    }
}
