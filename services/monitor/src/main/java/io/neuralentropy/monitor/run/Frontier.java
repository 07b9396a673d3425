package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which steps of which attempt and rank were seen, and what became of the others.
 *
 * <p>An attempt speaks for the steps from its first one up to the first one of any later attempt, exclusive. Every step
 * number so belongs to one attempt, whatever the order of arrival. {@code received = accepted + duplicate + superseded}
 * in step identities; where a superseded step arrives twice, how it splits between the last two depends on the order of
 * arrival, their sum does not.
 */
final class Frontier {
    /** More attempts than this are remembered as one: the oldest are folded together. */
    static final int MAX_ATTEMPTS = 64;

    private final TreeMap<Integer, Attempt> attempts = new TreeMap<>();
    private long duplicate;
    private long superseded;
    private long late;

    /** The latest attempt heard of; 0 before any. */
    int attempt() {
        return attempts.isEmpty() ? 0 : attempts.lastKey();
    }

    /** Highest accepted step; 0 before any. */
    long highest() {
        long highest = 0;
        for (Attempt attempt : attempts.values()) {
            for (Attempt.Rank rank : attempt.ranks().values()) {
                if (!rank.steps.isEmpty()) {
                    highest = Math.max(highest, rank.steps.max());
                }
            }
        }
        return highest;
    }

    /** Ranks heard of in the latest attempt, at least 1. */
    int rankCount() {
        return attempts.isEmpty()
                ? 1
                : Math.max(1, attempts.lastEntry().getValue().ranks().size());
    }

    /** Highest step of the slowest rank of the latest attempt that has sent any; {@link #highest} where none has. */
    long slowest() {
        long slowest = Long.MAX_VALUE;
        if (!attempts.isEmpty()) {
            for (Attempt.Rank rank : attempts.lastEntry().getValue().ranks().values()) {
                if (!rank.steps.isEmpty()) {
                    slowest = Math.min(slowest, rank.steps.max());
                }
            }
        }
        return slowest == Long.MAX_VALUE ? highest() : slowest;
    }

    /** The first step of the latest attempt; 1 before any. */
    long firstStep() {
        return attempts.isEmpty() ? 1 : attempts.lastEntry().getValue().firstStep();
    }

    /** A rank of the latest attempt beside this one that has accepted steps; this one where there is none. */
    int otherSender(int rank) {
        for (Map.Entry<Integer, Attempt.Rank> other :
                attempts.lastEntry().getValue().ranks().entrySet()) {
            if (other.getKey() != rank && !other.getValue().steps.isEmpty()) {
                return other.getKey();
            }
        }
        return rank;
    }

    /** Notes that an attempt exists, before anything else is said of it. */
    void hear(int attempt) {
        attempts.computeIfAbsent(attempt, Attempt::new);
        if (attempts.size() > MAX_ATTEMPTS) {
            Attempt oldest = attempts.pollFirstEntry().getValue();
            attempts.firstEntry().getValue().absorb(oldest);
        }
    }

    void declareFirst(int attempt, long firstStep) {
        attempts.get(attempt).declareFirst(firstStep);
    }

    /** Notes the lowest step of an attempt, which stands for its first one until that is declared. */
    void see(int attempt, long first) {
        attempts.get(attempt).see(first);
    }

    void hearRank(int attempt, int rank, long time) {
        Attempt.Rank seen = attempts.get(attempt).rank(rank);
        seen.lastEventTime = Math.max(seen.lastEventTime, time);
    }

    /** Notes that an accepted step says a loss or entropy that is not finite. */
    void notFinite(int attempt, int rank, long step) {
        Attempt.Rank seen = attempts.get(attempt).rank(rank);
        seen.lastBad = Math.max(seen.lastBad, step);
    }

    /** First step that belongs to an attempt later than this one: the end of its range, exclusive. */
    long end(int attempt) {
        long end = Long.MAX_VALUE;
        for (Attempt later : attempts.tailMap(attempt, false).values()) {
            end = Math.min(end, later.firstStep());
        }
        return end;
    }

    /** Decides on a step, or a span of them, of a known attempt, and counts it. */
    Verdict offer(int attempt, int rank, long first, long last) {
        long span = last - first + 1;
        Attempt speaker = attempts.get(attempt);
        if (first < speaker.firstStep() || last >= end(attempt)) {
            superseded += span;
            return Verdict.SUPERSEDED;
        }
        StepSet steps = speaker.rank(rank).steps;
        if (steps.intersects(first, last)) {
            duplicate += span;
            return Verdict.DUPLICATE;
        }
        boolean isLate = !steps.isEmpty() && first < steps.max();
        steps.add(first, last);
        if (isLate) {
            late += span;
        }
        return isLate ? Verdict.LATE : Verdict.ACCEPTED;
    }

    /** Drops steps from {@code from} on of all attempts before this one; says how many. */
    long supersede(int attempt, long from) {
        long removed = 0;
        for (Attempt earlier : attempts.headMap(attempt, false).values()) {
            for (Attempt.Rank rank : earlier.ranks().values()) {
                removed += rank.steps.removeFrom(from);
            }
        }
        superseded += removed;
        return removed;
    }

    StepCounts counts() {
        long accepted = 0;
        for (Attempt attempt : attempts.values()) {
            for (Attempt.Rank rank : attempt.ranks().values()) {
                accepted += rank.steps.count(1, Long.MAX_VALUE) - rank.steps.givenUp();
            }
        }
        long missing =
                progress().values().stream().mapToLong(RankProgress::missing).sum();
        return new StepCounts(accepted, duplicate, superseded, late, missing);
    }

    /**
     * Ranks of the latest attempt: how far each is, what is missing below, and whether it stands out.
     *
     * @param rankSteps what a rank may lag behind, and how long one that was not finite is named
     */
    List<RankProgress> ranks(long rankSteps) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        Map<Integer, Attempt.Rank> latest = attempts.lastEntry().getValue().ranks();
        long farthest = 0;
        boolean anyFinite = false;
        for (Attempt.Rank rank : latest.values()) {
            if (!rank.steps.isEmpty()) {
                farthest = Math.max(farthest, rank.steps.max());
                anyFinite |= !rank.isBad(rankSteps);
            }
        }
        List<RankProgress> ranks = new ArrayList<>();
        for (RankProgress known : progress().values()) {
            Attempt.Rank rank = latest.get(known.rank());
            if (rank != null) {
                boolean silent = farthest - known.step() > rankSteps;
                boolean diverged = anyFinite && !rank.steps.isEmpty() && rank.isBad(rankSteps);
                ranks.add(new RankProgress(
                        known.rank(), known.step(), known.missing(), known.lastEventTime(), silent, diverged));
            }
        }
        return List.copyOf(ranks);
    }

    private TreeMap<Integer, RankProgress> progress() {
        TreeMap<Integer, RankProgress> progress = new TreeMap<>();
        for (Attempt attempt : attempts.values()) {
            attempt.ranks().forEach((id, rank) -> progress.merge(id, progressOf(attempt, id, rank), Frontier::join));
        }
        return progress;
    }

    private RankProgress progressOf(Attempt attempt, int id, Attempt.Rank rank) {
        if (rank.steps.isEmpty()) {
            return new RankProgress(id, 0, 0, rank.lastEventTime, false, false);
        }
        long end = end(attempt.number());
        long expectedTo = end == Long.MAX_VALUE ? rank.steps.max() : end - 1;
        long expected = expectedTo - attempt.firstStep() + 1;
        long seen = rank.steps.count(attempt.firstStep(), expectedTo);
        long missing = expected - seen + rank.steps.givenUp() + lostToHistory(end, rank);
        return new RankProgress(id, rank.steps.max(), missing, rank.lastEventTime, false, false);
    }

    /** Accepted steps below a resumption that the history dropped with the bucket that straddles it. */
    private static long lostToHistory(long end, Attempt.Rank rank) {
        return end == Long.MAX_VALUE ? 0 : rank.steps.count(Grid.HISTORY.first(end), end - 1);
    }

    private static RankProgress join(RankProgress a, RankProgress b) {
        return new RankProgress(
                a.rank(),
                Math.max(a.step(), b.step()),
                a.missing() + b.missing(),
                Math.max(a.lastEventTime(), b.lastEventTime()),
                false,
                false);
    }

    int byteSize() {
        int bytes = 3 * Long.BYTES + Integer.BYTES;
        for (Attempt attempt : attempts.values()) {
            bytes += attempt.byteSize();
        }
        return bytes;
    }

    void write(ByteBuffer out) {
        out.putLong(duplicate).putLong(superseded).putLong(late).putInt(attempts.size());
        attempts.values().forEach(attempt -> attempt.write(out));
    }

    static Frontier read(ByteBuffer in) {
        Frontier frontier = new Frontier();
        frontier.duplicate = in.getLong();
        frontier.superseded = in.getLong();
        frontier.late = in.getLong();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            Attempt attempt = Attempt.read(in);
            frontier.attempts.put(attempt.number(), attempt);
        }
        return frontier;
    }
}
