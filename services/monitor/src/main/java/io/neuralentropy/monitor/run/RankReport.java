package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far the ranks of a run are and which of their steps are missing, read off what was seen of each attempt. */
final class RankReport {
    private final TreeMap<Integer, Attempt> attempts;
    private final long logEvery;

    /** @param logEvery the stride that the run states; {@link MissingSteps#NOT_STATED} where it states none */
    RankReport(TreeMap<Integer, Attempt> attempts, long logEvery) {
        this.attempts = attempts;
        this.logEvery = logEvery;
    }

    /** Steps of all ranks and attempts that never came. */
    long missing() {
        long missing = 0;
        for (Attempt attempt : attempts.values()) {
            for (RankSteps rank : attempt.ranks().values()) {
                missing += missing(attempt, rank);
            }
        }
        return missing;
    }

    /**
     * Ranks of the latest attempt: how far each is, what is missing below, and whether it stands out.
     *
     * @param rankSteps what a rank may lag behind, but at least two events; and how long one that was not finite is named
     */
    List<RankProgress> latest(long rankSteps) {
        Map<Integer, RankSteps> latest =
                attempts.isEmpty() ? Map.of() : attempts.lastEntry().getValue().ranks();
        long farthest = 0;
        boolean anyFinite = false;
        for (RankSteps rank : latest.values()) {
            if (!rank.steps.isEmpty()) {
                farthest = Math.max(farthest, rank.steps.max());
                anyFinite |= !rank.isBad(rankSteps);
            }
        }
        List<RankProgress> ranks = new ArrayList<>(latest.size());
        for (Map.Entry<Integer, RankSteps> entry : latest.entrySet()) {
            RankSteps rank = entry.getValue();
            RankProgress known = progress(entry.getKey());
            boolean silent =
                    farthest - known.step() > Math.max(rankSteps, 2 * MissingSteps.stride(rank.steps, logEvery));
            boolean diverged = anyFinite && !rank.steps.isEmpty() && rank.isBad(rankSteps);
            ranks.add(new RankProgress(
                    known.rank(), known.step(), known.missing(), known.lastEventTime(), silent, diverged));
        }
        return List.copyOf(ranks);
    }

    /** Of one rank over all attempts. */
    private RankProgress progress(int id) {
        long step = 0;
        long missing = 0;
        long lastEventTime = Long.MIN_VALUE;
        for (Attempt attempt : attempts.values()) {
            RankSteps rank = attempt.ranks().get(id);
            if (rank != null) {
                step = Math.max(step, rank.steps.isEmpty() ? 0 : rank.steps.max());
                missing += missing(attempt, rank);
                lastEventTime = Math.max(lastEventTime, rank.lastEventTime);
            }
        }
        return new RankProgress(id, step, missing, lastEventTime, false, false);
    }

    private long missing(Attempt attempt, RankSteps rank) {
        if (rank.steps.isEmpty()) {
            return 0;
        }
        long end = Frontier.end(attempts, attempt.number());
        long expectedTo = end == Long.MAX_VALUE ? rank.steps.max() : end - 1;
        return MissingSteps.of(withHoles(attempt, rank), attempt.firstStep(), expectedTo, logEvery);
    }

    /** Steps that came and were lost in front of a resumption are superseded: none of them is missing. */
    private static StepSet withHoles(Attempt attempt, RankSteps rank) {
        if (attempt.holes().isEmpty()) {
            return rank.steps;
        }
        StepSet came = new StepSet();
        came.addAll(rank.steps);
        came.addAll(attempt.holes());
        return came;
    }
}
