package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import java.util.Arrays;

/**
 * Both entropies as integrals over λ of means per bin: S_NN = Σ h_b·mean of ‖d‖² in bin b, S_lin likewise, with h_b half the
 * coefficient of the trapezoidal rule through the bins' mean λ, flat beyond the first and last. Neither the law of times nor
 * the loss's weight enters. Bins without throws are bridged; throws outside the range are counted, but
 * count in no way.
 *
 * <p>A bin's own width or bins of mean λ as their middle would leave a bias of 0.4 % (32 bins); this rule leaves below 0.01 %
 * once most bins have throws. Where throws are few beside the bins, as in a single batch below about 200, what is bridged makes
 * single steps uncertain at the ends by a per cent or so of S_tot.
 *
 * <p>Errors: {@link LocalResiduals}. Control variates, if asked for: {@link ControlVariates}.
 */
final class BinnedEntropies implements BatchEntropies {
    /** Bins over the range. */
    static final int BINS = 48;

    private final DiffusionProcess process;
    private final EntropyRange range;
    private final double[] edges;
    private final LocalResiduals residuals;
    private final ControlVariates controls;
    private final double[] logSnr;
    private final double[] neural;
    private final double[] learned;
    private final int[] point;
    private final boolean[] present;
    private int count;
    private int below;
    private int above;
    private int left;
    private boolean solved;
    private final int[] throwsIn = new int[BINS];
    private final double[] weightOf = new double[BINS];

    /**
     * @param points data points of a batch
     * @param throwsPerPoint throws of each
     * @param controls null: none
     */
    BinnedEntropies(
            DiffusionProcess process, EntropyRange range, int points, int throwsPerPoint, ControlVariates controls) {
        int rows = Math.multiplyExact(points, throwsPerPoint);
        this.process = process;
        this.range = range;
        this.edges = BatchEntropies.equalBins(range.low(), range.high(), BINS);
        this.residuals = new LocalResiduals(rows, points, BINS);
        this.controls = controls;
        this.logSnr = new double[rows];
        this.neural = new double[rows];
        this.learned = new double[rows];
        this.point = new int[rows];
        this.present = new boolean[points];
        this.left = rows;
    }

    @Override
    public double[] profileEdges() {
        return edges.clone();
    }

    @Override
    public String profileAxis() {
        return "log-snr";
    }

    @Override
    public void reset() {
        count = 0;
        below = 0;
        above = 0;
        left = logSnr.length;
        solved = false;
        Arrays.fill(present, false);
        if (controls != null) {
            controls.reset();
        }
    }

    @Override
    public void add(int ofPoint, double t, double square, double cross, double[] covariates) {
        if (left-- == 0) {
            throw new IllegalStateException("the batch has its " + logSnr.length + " throws already");
        }
        present[ofPoint] = true;
        double at = process.logSnr(t);
        if (at < range.low()) {
            below++;
            return;
        }
        if (at > range.high()) {
            above++;
            return;
        }
        logSnr[count] = at;
        neural[count] = square;
        learned[count] = 2 * cross - square;
        point[count] = ofPoint;
        if (controls != null) {
            controls.add(covariates);
        }
        count++;
    }

    @Override
    public ThrowsOutside outside() {
        return new ThrowsOutside(below, above, (long) below + count + above);
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
        if (count == 0) {
            return null;
        }
        solve();
        double[] weights = weights();
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += weights[i] * values[i];
        }
        int points = 0;
        for (boolean is : present) {
            points += is ? 1 : 0;
        }
        double variance = points < 2 ? Double.NaN : residuals.variance(values, weights);
        return new Moments(mean, variance * points, points);
    }

    @Override
    public Profile profile() {
        solve();
        long[] counts = new long[BINS];
        double[] neuralRates = new double[BINS];
        double[] learnedRates = new double[BINS];
        for (int i = 0; i < count; i++) {
            int bin = bin(i);
            counts[bin]++;
            neuralRates[bin] += neural[i] / 2 / throwsIn[bin];
            learnedRates[bin] += learned[i] / 2 / throwsIn[bin];
        }
        return new Profile(counts, neuralRates, learnedRates);
    }

    /** Orders the throws, weighs the bins, and lets the control variates take away what they explain. Once a batch. */
    private void solve() {
        if (solved) {
            return;
        }
        solved = true;
        residuals.order(logSnr, point, count, range.low(), range.high());
        weighBins();
        if (controls != null) {
            double[] weights = weights();
            controls.adjust(neural, weights, logSnr, point, residuals.order(), count);
            controls.adjust(learned, weights, logSnr, point, residuals.order(), count);
        }
    }

    private void weighBins() {
        double[] mean = new double[BINS];
        Arrays.fill(throwsIn, 0);
        Arrays.fill(weightOf, 0);
        for (int i = 0; i < count; i++) {
            mean[bin(i)] += logSnr[i];
            throwsIn[bin(i)]++;
        }
        int before = -1;
        for (int b = 0; b < BINS; b++) {
            if (throwsIn[b] == 0) {
                continue;
            }
            mean[b] /= throwsIn[b];
            if (before < 0) {
                weightOf[b] += (mean[b] - range.low()) / 2;
            } else {
                double half = (mean[b] - mean[before]) / 4;
                weightOf[before] += half;
                weightOf[b] += half;
            }
            before = b;
        }
        if (before >= 0) {
            weightOf[before] += (range.high() - mean[before]) / 2;
        }
    }

    private double[] weights() {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = weightOf[bin(i)] / throwsIn[bin(i)];
        }
        return weights;
    }

    private int bin(int i) {
        return LocalResiduals.cell(logSnr[i], range.low(), range.high(), BINS);
    }
}
