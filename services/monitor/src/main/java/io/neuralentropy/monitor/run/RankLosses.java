package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import io.neuralentropy.monitor.maths.Contribution;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The recent loss of each rank of the latest attempt, to name one that is finite but far off.
 *
 * <p>Of an attempt with one rank nothing is kept: its window holds the same. When a second rank comes, what the first one sent is
 * read off there, so that what is kept is a function of the set of accepted steps.
 */
final class RankLosses {
    private final RunState run;
    private final TreeMap<Integer, RankLoss> ranks = new TreeMap<>();

    RankLosses(RunState run) {
        this.run = run;
    }

    /** Takes what counts of an event, which the window does not hold yet. */
    void take(Contribution contribution) {
        Frontier frontier = run.frontier;
        Step step = contribution.step();
        int rank = step.origin().rank();
        if (frontier.rankCount() < 2 || step.origin().attempt() != frontier.attempt()) {
            return;
        }
        if (ranks.isEmpty()) {
            readOff(run.window.buckets(), frontier.otherSender(rank));
        }
        ranks.computeIfAbsent(rank, absent -> new RankLoss()).add(contribution);
        changed(rank);
    }

    /** Takes what the only rank that has sent any steps so far sent of late. */
    private void readOff(Buckets window, int rank) {
        RankLoss loss = new RankLoss();
        long newest = Grid.WINDOW.first(Math.max(1, run.step()));
        long oldest = newest - (RankLoss.BUCKETS - 1L) * Grid.WINDOW.width();
        long own = run.frontier.newestFirst();
        for (int i = window.indexFrom(Math.max(oldest, Grid.WINDOW.first(own))); i < window.size(); i++) {
            long key = window.key(i);
            loss.add(key, key < own ? ownPart(key, own) : window.get(i));
        }
        ranks.put(rank, loss);
        changed(rank);
    }

    /** What a bucket of the window holds of the attempt itself, which begins in it. */
    private Bucket ownPart(long key, long own) {
        Bucket part = new Bucket();
        run.newest.scan(own, Grid.WINDOW.last(key), (step, bucket) -> part.add(bucket));
        return part;
    }

    /** A later attempt was heard of: what the ranks of the one before sent is of no account any more. */
    void clear() {
        ranks.keySet().forEach(this::changed);
        ranks.clear();
    }

    /** Ranks that are kept. */
    int size() {
        return ranks.size();
    }

    private void changed(int rank) {
        run.changed(new RecordKey(RecordKey.Kind.RANK, rank));
    }

    /** The stored form of a rank's loss; null where there is none (any more). */
    byte[] bytes(long rank) {
        RankLoss loss = ranks.get((int) rank);
        return loss == null ? null : loss.bytes();
    }

    void restore(long rank, byte[] bytes) {
        ranks.put((int) rank, RankLoss.read(ByteBuffer.wrap(bytes)));
    }

    /**
     * Names those as diverged, too, whose mean loss lies above the median of the other ranks' by more than {@code rank-excursion}
     * of it and by more than {@code excursion-deviations} standard errors, by the other ranks' noise. Silent ranks neither count
     * nor are judged: the loss was another one then.
     */
    List<RankProgress> judge(List<RankProgress> known, DetectorSettings settings) {
        List<RankLoss> compared = new ArrayList<>();
        for (RankProgress rank : known) {
            if (isComparable(rank)) {
                compared.add(ranks.get(rank.rank()));
            }
        }
        if (compared.size() < 2) {
            return known;
        }
        double[] means = sorted(compared, RankLoss::mean);
        double[] deviations = sorted(compared, RankLoss::deviation);
        return known.stream()
                .map(rank -> isComparable(rank) && isFarOff(ranks.get(rank.rank()), means, deviations, settings)
                        ? rank.asDiverged()
                        : rank)
                .toList();
    }

    private boolean isComparable(RankProgress rank) {
        RankLoss loss = ranks.get(rank.rank());
        return loss != null && !rank.silent() && Double.isFinite(loss.mean());
    }

    private static double[] sorted(List<RankLoss> losses, ToDoubleFunction<RankLoss> value) {
        return losses.stream().mapToDouble(value).sorted().toArray();
    }

    private static boolean isFarOff(RankLoss loss, double[] means, double[] deviations, DetectorSettings settings) {
        double level = medianWithout(loss.mean(), means);
        double noise = medianWithout(loss.deviation(), deviations) / Math.sqrt(loss.steps());
        double margin = Math.max(settings.rankExcursion() * Math.abs(level), settings.excursionDeviations() * noise);
        return loss.mean() - level > margin;
    }

    /** The lower median of the others: of two others the calmer one speaks. */
    private static double medianWithout(double value, double[] sorted) {
        int own = Arrays.binarySearch(sorted, value);
        int middle = (sorted.length - 2) / 2;
        return sorted[middle < own ? middle : middle + 1];
    }
}
