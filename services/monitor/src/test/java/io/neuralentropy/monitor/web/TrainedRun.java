package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.web.SampleRun.UNKNOWN;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Measures;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import java.util.Arrays;
import java.util.Random;

/** A run that learns as real ones do: towards its total entropy, with noise. The same for the same arguments. */
record TrainedRun(String run, String name, String group, double total, boolean totalKnown, double pace, double loss) {
    private static final long PLANNED = 20_000;

    /** Its snapshot after so many steps. */
    SampleRun at(long step) {
        var sample = new SampleRun(run);
        sample.step = step;
        sample.firstEventTime = 1_764_000_000_000L;
        sample.lastEventTime = System.currentTimeMillis();
        sample.counts = new StepCounts(step, 0, 0, 0, 0);
        sample.about = about(sample);
        double entropy = entropy(step);
        sample.neuralEntropy = new Estimate(entropy, total / 180);
        sample.learnedEntropy = new Estimate(entropy * 0.97, total / 150);
        sample.measures = measures(entropy);
        sample.progress = new Progress(
                loss(step),
                0.8,
                1e-4,
                61.3,
                1961.6,
                (PLANNED - step) / 61.3,
                step * 32,
                step / 61.3,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN);
        sample.curve = curve(step);
        return sample;
    }

    RunSnapshot snapshotAt(long step) {
        return at(step).build();
    }

    private RunStarted about(SampleRun sample) {
        var about = RunStarted.of(sample.origin())
                .name(name)
                .group(group)
                .dimension(9)
                .plannedSteps(PLANNED);
        return (totalKnown ? about.totalEntropy(new EntropyEstimate(total, total / 1000, "monte-carlo")) : about)
                .build();
    }

    private Measures measures(double entropy) {
        var efficiency = totalKnown ? new Estimate(entropy / total, 1 / 180.0) : Estimate.UNKNOWN;
        return new Measures(
                efficiency,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                Estimate.UNKNOWN,
                UNKNOWN,
                Estimate.UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                Estimate.UNKNOWN,
                Estimate.UNKNOWN,
                Estimate.UNKNOWN,
                LowerBound.UNKNOWN,
                UNKNOWN);
    }

    private double entropy(double step) {
        return total * (1 - Math.exp(-step / pace)) * 0.985;
    }

    private double loss(double step) {
        return loss * (0.15 + 0.85 * Math.exp(-2 * step / pace));
    }

    private ArrayCurve curve(long step) {
        long[] first = firstSteps(step);
        int n = first.length;
        var last = new long[n];
        var columns = new double[5][n];
        var random = new Random(run.hashCode());
        for (int i = 0; i < n; i++) {
            last[i] = i + 1 < n ? first[i + 1] - 1 : step;
            double error = 0.25 * entropy(last[i]) / Math.sqrt(last[i] - first[i] + 1);
            columns[0][i] = Math.max(0, entropy(last[i]) + error * random.nextGaussian());
            columns[1][i] = error;
            columns[2][i] = loss(last[i]) * (1 + 0.05 * random.nextGaussian());
            columns[3][i] = columns[2][i] * 0.8;
            columns[4][i] = columns[2][i] * 1.3;
        }
        return new ArrayCurve(first, last)
                .mean(Quantity.NEURAL_ENTROPY, columns[0])
                .standardError(Quantity.NEURAL_ENTROPY, columns[1])
                .mean(Quantity.LOSS, columns[2])
                .range(Quantity.LOSS, columns[3], columns[4]);
    }

    /** 128 buckets per doubling. */
    private static long[] firstSteps(long step) {
        var first = new long[4096];
        int n = 0;
        for (long t = 1; t <= step; n++) {
            first[n] = t;
            long width = Math.max(1, Long.highestOneBit(t) / 128);
            t = (t / width + 1) * width;
        }
        return Arrays.copyOf(first, n);
    }
}
