package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;

/**
 * Both entropies as means over throws whose times are uniform over a range of length L: S_NN = mean of L·(−½dλ/dt)‖d‖², S_lin
 * = mean of L·(−½dλ/dt)(2d·d̃ − ‖d‖²); arXiv:2409.03817 writes the former L·w‖e‖². Unbiased for the integrals over the times that
 * count, which are all but for {@link EvaluationRule#PAPER}; throws at other times count as 0.
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
    private long before;
    private long after;

    /**
     * @param from first time that counts
     * @param to last time that counts
     * @param points data points of a batch
     * @param throwsPerPoint throws of each
     */
    TimeAverages(DiffusionProcess process, TimeLaw timeLaw, double from, double to, int points, int throwsPerPoint) {
        int rows = Math.multiplyExact(points, throwsPerPoint);
        this.process = process;
        this.length = process.timeHigh() - process.timeLow();
        this.edges = BatchEntropies.equalBins(from, to, PROFILE_BINS);
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
        before = 0;
        after = 0;
    }

    @Override
    public void add(int ofPoint, double t, double square, double cross, double[] covariates) {
        if (count == time.length) {
            throw new IllegalStateException("the batch has its " + count + " throws already");
        }
        double weight = counts(t) ? length * process.rate(t) : 0;
        before += t < edges[0] ? 1 : 0;
        after += t > edges[PROFILE_BINS] ? 1 : 0;
        time[count] = t;
        neural[count] = weight * square;
        learned[count] = weight * (2 * cross - square);
        point[count] = ofPoint;
        count++;
    }

    private boolean counts(double t) {
        return t >= edges[0] && t <= edges[PROFILE_BINS];
    }

    /** Late times have a low log-SNR. */
    @Override
    public ThrowsOutside outside() {
        return new ThrowsOutside(after, before, count);
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
            if (!counts(time[i])) {
                continue;
            }
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
