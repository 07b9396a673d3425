package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;

/**
 * Both entropies as integrals over a range of λ: S_NN = ½∫E‖d‖²dλ, S_lin likewise, of throws whose λ have a known density. Bins of λ
 * remember how the rates went in past batches, and what they know is taken out of the throws before these are weighed ({@link
 * LogSnrIntegral}). Estimates are right on average for any number of throws, so that the means of many batches come together at the
 * entropies themselves; at the size of images they scatter a third as much as weighed throws alone, or less. The first few batches have
 * no past and scatter like those. (An integral through the bins of a single batch is biased where throws are few beside the bins: what
 * is bridged and what lies beyond the outermost throws was 5 to 20 % at 32 throws.)
 *
 * <p>Method: control variates, Owen, Monte Carlo theory, methods and examples, §8.9. Throws outside the range are counted, and
 * say that nothing is to be added to what is known. Errors: {@link ThrowMoments}. Control variates within the batch, if asked for:
 * {@link ControlVariates}.
 */
final class BinnedEntropies implements BatchEntropies {
    /** Bins over the range. */
    static final int BINS = 48;

    private final DiffusionProcess process;
    private final EntropyRange range;
    private final LogSnrLaw law;
    private final double[] edges;
    private final ThrowMoments moments;
    private final ControlVariates controls;
    private final LogSnrIntegral neural;
    private final LogSnrIntegral learned;
    private final double[] time;
    private final double[] logSnr;
    private final double[] weight;
    private final int[] point;
    private int count;
    private int below;
    private int above;
    private boolean solved;

    /**
     * @param timeLaw by which times are drawn
     * @param points data points of a batch
     * @param throwsPerPoint throws of each
     * @param controls null: none
     */
    BinnedEntropies(
            DiffusionProcess process,
            TimeLaw timeLaw,
            EntropyRange range,
            int points,
            int throwsPerPoint,
            ControlVariates controls) {
        int rows = Math.multiplyExact(points, throwsPerPoint);
        this.process = process;
        this.range = range;
        this.law = new LogSnrLaw(process, range);
        this.edges = BatchEntropies.equalBins(range.low(), range.high(), BINS);
        this.moments = new ThrowMoments(process, timeLaw, points, rows);
        this.controls = controls;
        this.neural = new LogSnrIntegral(range, BINS, rows);
        this.learned = new LogSnrIntegral(range, BINS, rows);
        this.time = new double[rows];
        this.logSnr = new double[rows];
        this.weight = new double[rows];
        this.point = new int[rows];
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
        solved = false;
        if (controls != null) {
            controls.reset();
        }
    }

    @Override
    public void add(int ofPoint, double t, double square, double cross, double[] covariates) {
        if (count == time.length) {
            throw new IllegalStateException("the batch has its " + count + " throws already");
        }
        double at = process.logSnr(t);
        below += at < range.low() ? 1 : 0;
        above += at > range.high() ? 1 : 0;
        time[count] = t;
        logSnr[count] = at;
        weight[count] = law.weight(t, at);
        point[count] = ofPoint;
        neural.set(count, square / 2);
        learned.set(count, cross - square / 2);
        if (controls != null) {
            controls.add(covariates);
        }
        count++;
    }

    @Override
    public ThrowsOutside outside() {
        return new ThrowsOutside(below, above, count);
    }

    @Override
    public Moments neural() {
        solve();
        return moments.of(neural.values());
    }

    @Override
    public Moments learned() {
        solve();
        return moments.of(learned.values());
    }

    @Override
    public Profile profile() {
        solve();
        long[] counts = new long[BINS];
        double[] neuralRates = new double[BINS];
        double[] learnedRates = new double[BINS];
        for (int i = 0; i < count; i++) {
            if (weight[i] != 0) {
                int bin = LocalResiduals.cell(logSnr[i], range.low(), range.high(), BINS);
                counts[bin]++;
                neuralRates[bin] += neural.rate(i);
                learnedRates[bin] += learned.rate(i);
            }
        }
        for (int b = 0; b < BINS; b++) {
            neuralRates[b] /= Math.max(1, counts[b]);
            learnedRates[b] /= Math.max(1, counts[b]);
        }
        return new Profile(counts, neuralRates, learnedRates);
    }

    /** Works out what each throw says of both entropies. Once a batch. */
    private void solve() {
        if (solved) {
            return;
        }
        solved = true;
        moments.arrange(time, point, count);
        for (LogSnrIntegral integral : new LogSnrIntegral[] {neural, learned}) {
            integral.takePast(logSnr, weight, count);
            if (controls != null) {
                controls.adjust(integral.left(), weight, logSnr, point, moments.order(), count);
            }
            integral.weigh(law, logSnr, weight, count);
        }
    }

    @Override
    public void remember() {
        solve();
        neural.remember(logSnr, weight, count);
        learned.remember(logSnr, weight, count);
    }

    @Override
    public double[] memory() {
        double[] memory = new double[neural.past.size() + learned.past.size()];
        neural.past.write(memory, 0);
        learned.past.write(memory, neural.past.size());
        return memory;
    }

    @Override
    public void recall(double[] memory) {
        if (memory.length != neural.past.size() + learned.past.size()) {
            throw new IllegalArgumentException("not the memory of " + BINS + " bins");
        }
        neural.past.read(memory, 0);
        learned.past.read(memory, neural.past.size());
    }
}
