package io.neuralentropy.bench;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Events as a trainer sends them: the protocol's example, noise about it, and what may come along. */
public final class Samples {
    /** Bins of a profile. */
    public static final int BINS = 32;

    private static final long START = 1_764_000_000_000L;
    private static final int BATCH = 32;

    private final String run;
    private final SplittableRandom random = new SplittableRandom(7);

    public Samples(String run) {
        this.run = run;
    }

    /** The first event of the run. */
    public RunStarted started() {
        double[] edges = new double[BINS + 1];
        Arrays.setAll(edges, i -> (double) i / BINS);
        return RunStarted.of(origin(0, 0))
                .name("benchmark")
                .group("bench")
                .parameters(100_000)
                .plannedSteps(10_000_000)
                .totalEntropy(new EntropyEstimate(650, 0.5, "analytic"))
                .profile("diffusion-time", edges)
                .build();
    }

    /** A step like the one in the text of the protocol. */
    public Step step(long step, int rank) {
        return builder(step, rank).build();
    }

    /** The same with a profile of {@value #BINS} bins. */
    public Step stepWithProfile(long step) {
        return builder(step, 0).profile(profile()).build();
    }

    private Step.Builder builder(long step, int rank) {
        return Step.of(origin(rank, step), step)
                .samples(BATCH)
                .loss(noise(6.71))
                .neuralEntropy(new Moments(noise(612.4), noise(90_120.5), BATCH))
                .learnedEntropy(new Moments(noise(598.1), noise(101_330), BATCH))
                .learningRate(1e-4)
                .gradientNorm(noise(0.83))
                .seconds(noise(0.017));
    }

    /** As many steps in columns, with profiles or without. */
    public Steps steps(long first, int size, boolean withProfile) {
        long[] count = new long[size];
        Arrays.fill(count, BATCH);
        Profile[] profiles = withProfile ? new Profile[size] : null;
        if (withProfile) {
            Arrays.setAll(profiles, i -> profile());
        }
        double[] rate = new double[size];
        Arrays.fill(rate, 1e-4);
        return new Steps(
                origin(0, first),
                first,
                size,
                count,
                column(size, 6.71),
                new Steps.Column(column(size, 612.4), column(size, 90_120.5), count),
                new Steps.Column(column(size, 598.1), column(size, 101_330), count),
                profiles,
                rate,
                column(size, 0.83),
                column(size, 0.017),
                null,
                null,
                null,
                null);
    }

    private Origin origin(int rank, long step) {
        return new Origin(run, 0, rank, START + step * 17);
    }

    private Profile profile() {
        long[] count = new long[BINS];
        Arrays.fill(count, 1);
        return new Profile(count, column(BINS, 612.4), column(BINS, 598.1));
    }

    private double[] column(int size, double about) {
        double[] column = new double[size];
        Arrays.setAll(column, i -> noise(about));
        return column;
    }

    /** Within a percent; single precision, as it comes from a device. */
    private double noise(double about) {
        return (float) (about * random.nextDouble(0.99, 1.01));
    }
}
