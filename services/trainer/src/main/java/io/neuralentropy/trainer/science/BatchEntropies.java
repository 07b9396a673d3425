package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import java.util.Arrays;

/**
 * Estimates of the two entropies from one forward pass over a batch of data points × throws of (s, z), with what the loss
 * has at hand: y = μx + Σz, z and the network's output e(y, s). With L the length of the range of s and s uniform over it:
 *
 * <ul>
 *   <li>neural entropy: S_NN = mean of L·w‖e‖², unbiased for ∫ w E‖e‖² ds, never negative;
 *   <li>learned entropy: S_lin = mean of L·w(2e·ẽ − ‖e‖²), ẽ = y/κ² − z/Σ; its expectation is S_tot − ∫ w E‖e* − e‖² ds ≤
 *       S_tot, since E[ẽ|y, s] = e*.
 * </ul>
 *
 * <p>Nats per data point. Throws of one data point share x and are correlated: they are averaged first, and the variance is
 * the unbiased sample variance of the points' values. For what it means under stratified times see {@link TimeLaw}. Source:
 * arXiv:2409.03817 (the rate of neural entropy); S_lin follows from it with the conditional score.
 *
 * <p>Not thread-safe: one instance per thread, then {@link #merge}. {@code add} allocates nothing.
 */
public final class BatchEntropies {
    /** Bins of the profile unless told otherwise. */
    public static final int PROFILE_BINS = 32;

    private final DiffusionProcess process;
    private final int throwsPerPoint;
    private final int dimension;
    private final double length;
    private final double[] edges;
    private final int[] throwsOf;
    private final double[] neuralOf;
    private final double[] learnedOf;
    private final long[] binCount;
    private final double[] binNeural;
    private final double[] binLearned;

    /**
     * @param points data points of a batch
     * @param throwsPerPoint throws of each
     * @param dimension D, the length of the vectors that {@link #add(int, double, float[], float[], float[], int)} reads
     * @param profileEdges ascending edges of the profile's bins on the axis of s
     */
    public BatchEntropies(
            DiffusionProcess process, int points, int throwsPerPoint, int dimension, double[] profileEdges) {
        if (points < 1 || throwsPerPoint < 1 || dimension < 1) {
            throw new IllegalArgumentException("points, throws and dimension must be at least 1");
        }
        this.process = process;
        this.dimension = dimension;
        this.length = process.timeHigh() - process.timeLow();
        this.edges = ascending(profileEdges);
        this.throwsPerPoint = throwsPerPoint;
        this.throwsOf = new int[points];
        this.neuralOf = new double[points];
        this.learnedOf = new double[points];
        this.binCount = new long[edges.length - 1];
        this.binNeural = new double[edges.length - 1];
        this.binLearned = new double[edges.length - 1];
    }

    /** Edges of {@code bins} equal bins over the process's range of s. */
    public static double[] equalBins(DiffusionProcess process, int bins) {
        double[] edges = new double[bins + 1];
        Arrays.setAll(edges, i -> process.timeLow() + (process.timeHigh() - process.timeLow()) * i / bins);
        edges[bins] = process.timeHigh();
        return edges;
    }

    /** Forgets the last batch. */
    public void reset() {
        Arrays.fill(throwsOf, 0);
        Arrays.fill(neuralOf, 0);
        Arrays.fill(learnedOf, 0);
        Arrays.fill(binCount, 0);
        Arrays.fill(binNeural, 0);
        Arrays.fill(binLearned, 0);
    }

    /**
     * Adds a throw.
     *
     * @param point index of its data point in the batch
     * @param s its diffusion time; outside the edges it is left out of the profile only
     * @param neuralSquare ‖e‖²
     * @param cross e·ẽ
     * @throws IllegalStateException when the point has all its throws already: {@link #reset} was forgotten
     */
    public void add(int point, double s, double neuralSquare, double cross) {
        if (throwsOf[point] == throwsPerPoint) {
            throw new IllegalStateException("point " + point + " has its " + throwsPerPoint + " throws already");
        }
        double weight = process.weight(s);
        double neural = weight * neuralSquare;
        double learned = weight * (2 * cross - neuralSquare);
        throwsOf[point]++;
        neuralOf[point] += neural;
        learnedOf[point] += learned;
        int bin = bin(s);
        if (bin >= 0) {
            binCount[bin]++;
            binNeural[bin] += neural;
            binLearned[bin] += learned;
        }
    }

    /**
     * Adds a throw from its vectors, each of the D entries from {@code offset} on.
     *
     * @param y the diffused point
     * @param z its noise
     * @param output e(y, s)
     */
    public void add(int point, double s, float[] y, float[] z, float[] output, int offset) {
        // sums that do not wait for each other: a third of the time at D = 784
        double square = 0;
        double onPoint = 0;
        double onNoise = 0;
        for (int i = offset; i < offset + dimension; i++) {
            double e = output[i];
            square += e * e;
            onPoint += e * y[i];
            onNoise += e * z[i];
        }
        double cross = onPoint / (process.kappa() * process.kappa()) - onNoise / process.sigma(s);
        add(point, s, square, cross);
    }

    /** Adds what another instance of the same shape has collected; each point has its throws in one of the two. */
    public void merge(BatchEntropies other) {
        if (throwsOf.length != other.throwsOf.length || !Arrays.equals(edges, other.edges)) {
            throw new IllegalArgumentException("only estimators of the same points and profile can be merged");
        }
        for (int p = 0; p < throwsOf.length; p++) {
            throwsOf[p] += other.throwsOf[p];
            neuralOf[p] += other.neuralOf[p];
            learnedOf[p] += other.learnedOf[p];
        }
        for (int b = 0; b < binCount.length; b++) {
            binCount[b] += other.binCount[b];
            binNeural[b] += other.binNeural[b];
            binLearned[b] += other.binLearned[b];
        }
    }

    /**
     * S_NN of the batch; its count is the number of points that had throws.
     *
     * @throws IllegalStateException before the first throw
     */
    public Moments neural() {
        return moments(neuralOf);
    }

    /**
     * S_lin of the batch, likewise.
     *
     * @throws IllegalStateException before the first throw
     */
    public Moments learned() {
        return moments(learnedOf);
    }

    /** Throws, and mean rates of both entropies in nats per unit of s, by bin. */
    public Profile profile() {
        double[] neural = new double[binCount.length];
        double[] learned = new double[binCount.length];
        for (int b = 0; b < binCount.length; b++) {
            if (binCount[b] > 0) {
                neural[b] = binNeural[b] / binCount[b];
                learned[b] = binLearned[b] / binCount[b];
            }
        }
        return new Profile(binCount.clone(), neural, learned);
    }

    private Moments moments(double[] sums) {
        double[] values = new double[sums.length];
        int count = 0;
        for (int p = 0; p < sums.length; p++) {
            if (throwsOf[p] > 0) {
                values[count++] = length * sums[p] / throwsOf[p];
            }
        }
        return SampleMoments.of(values, count);
    }

    private int bin(double s) {
        int found = Arrays.binarySearch(edges, s);
        int bin = found >= 0 ? found : -found - 2;
        if (s == edges[edges.length - 1]) {
            bin = edges.length - 2;
        }
        return bin < edges.length - 1 ? bin : -1;
    }

    private static double[] ascending(double[] edges) {
        if (edges.length < 2) {
            throw new IllegalArgumentException("a profile needs at least two edges");
        }
        for (int i = 1; i < edges.length; i++) {
            if (!(edges[i] > edges[i - 1])) {
                throw new IllegalArgumentException("edges must ascend");
            }
        }
        return edges.clone();
    }
}
