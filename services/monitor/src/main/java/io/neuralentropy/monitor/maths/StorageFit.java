package io.neuralentropy.monitor.maths;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The storage law S = a + b ln N of a group of runs, by weighted least squares on x = ln N. Source of the law: Premkumar,
 * "Neural Entropy" (arXiv 2409.03817), S_NN ~ a + b ln N.
 *
 * <p>With weights w = 1/σ², σ a run's standard error, W = Σ w, x̄ = Σ w x / W and X = Σ w (x − x̄)²:
 * b = Σ w (x − x̄) S / X, a = S̄ − b x̄, var(b) = 1/X, var(a) = 1/W + x̄²/X. Source: Numerical Recipes §15.2.
 *
 * <p>σ holds the noise of one run's batches alone, not what another seed or another draw of the data would have given, nor
 * that a run may be short of its plateau. So where the runs scatter about the line by more than σ allows,
 * χ² = Σ w (S − a − b x)² &gt; n − 2, both variances are multiplied by χ² / (n − 2): each error is the larger of the one
 * stated and the one seen in the residuals. Source: Birge, Phys. Rev. 40, 207 (1932); scale factor of the Particle Data
 * Group, Review of Particle Physics §5.2.2.
 *
 * <p>Where a run states no σ above 0, all weights are equal and only the residuals tell: no error below three runs. Two
 * different N are needed for a law at all. Values that are not finite, of runs that have diverged, take no part.
 */
public final class StorageFit {
    private static final Comparator<GroupRun> BY_SIZE =
            Comparator.comparingLong(GroupRun::datasetSize).thenComparing(GroupRun::run);

    private StorageFit() {}

    /** A group with its laws. */
    public static GroupSnapshot of(String group, Iterable<GroupRun> members) {
        List<GroupRun> runs = java.util.stream.StreamSupport.stream(members.spliterator(), false)
                .sorted(BY_SIZE)
                .toList();
        return new GroupSnapshot(group, runs, law(runs, GroupRun::neuralEntropy), law(runs, GroupRun::learnedEntropy));
    }

    /** The law of one of the entropies. */
    static StorageLaw law(List<GroupRun> runs, Function<GroupRun, Estimate> entropy) {
        List<GroupRun> known = runs.stream()
                .filter(run -> Double.isFinite(entropy.apply(run).value()))
                .toList();
        double[] x =
                known.stream().mapToDouble(run -> Math.log(run.datasetSize())).toArray();
        double[] y =
                known.stream().mapToDouble(run -> entropy.apply(run).value()).toArray();
        double[] sigma = known.stream()
                .mapToDouble(run -> entropy.apply(run).standardError())
                .toArray();
        return line(x, y, sigma);
    }

    /** The line through points whose errors are {@code sigma}, NaN where unknown. */
    static StorageLaw line(double[] x, double[] y, double[] sigma) {
        int n = x.length;
        boolean stated = areStated(sigma);
        double[] weight = weights(sigma, stated);
        double sum = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            sum += weight[i];
            meanX += weight[i] * x[i];
            meanY += weight[i] * y[i];
        }
        meanX /= sum;
        meanY /= sum;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            xx += weight[i] * (x[i] - meanX) * (x[i] - meanX);
            xy += weight[i] * (x[i] - meanX) * (y[i] - meanY);
        }
        if (!areDifferent(x)) {
            return StorageLaw.unknown(n);
        }
        double slope = xy / xx;
        double chiSquared = 0;
        for (int i = 0; i < n; i++) {
            double residual = y[i] - meanY - slope * (x[i] - meanX);
            chiSquared += weight[i] * residual * residual;
        }
        double scale = scale(chiSquared, n - 2, stated);
        return new StorageLaw(
                new Estimate(slope, Math.sqrt(scale / xx)),
                new Estimate(meanY - slope * meanX, Math.sqrt(scale * (1 / sum + meanX * meanX / xx))),
                n);
    }

    /** What the variances are multiplied by: at least 1 where errors are stated, NaN where nothing tells. */
    private static double scale(double chiSquared, int degrees, boolean stated) {
        double seen = degrees > 0 ? chiSquared / degrees : Double.NaN;
        if (!stated) {
            return seen;
        }
        return seen > 1 ? seen : 1;
    }

    private static boolean areStated(double[] sigma) {
        for (double error : sigma) {
            if (!(error > 0 && error < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    /** The means of nearly equal x could differ by rounding: so compared before any arithmetic. */
    private static boolean areDifferent(double[] x) {
        for (double value : x) {
            if (value != x[0]) {
                return true;
            }
        }
        return false;
    }

    private static double[] weights(double[] sigma, boolean stated) {
        double[] weight = new double[sigma.length];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = stated ? 1 / (sigma[i] * sigma[i]) : 1;
        }
        return weight;
    }
}
