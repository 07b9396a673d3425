package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which steps of which attempt and rank were seen, and what became of the others.
 *
 * <p>An attempt speaks for the steps from its first one up to the first one of any later attempt, exclusive. Every step
 * number so belongs to one attempt, whatever the order of arrival. {@code received = accepted + duplicate + superseded}
 * in step identities, (attempt, rank, step) of a run; where a superseded step arrives twice, how it splits between the last two depends on the order of
 * arrival, their sum does not.
 *
 * <p>The parts of a step may come in several events, each part once ({@link StepParts}). An event that brings nothing but new parts of
 * known steps brings no new identity: its steps are counted as {@code completed} alone. Of one that brings a known loss, entropy or
 * gradient norm, too, the new parts are taken and its known steps are duplicate. A span may bring both: those of its steps that no event
 * had brought are accepted, the others completed or duplicate.
 *
 * <p>Bounded, whatever arrives: beyond {@value #MAX_ATTEMPTS} attempts or {@value #MAX_RANKS} ranks over all of them the oldest
 * attempts are folded into one, of which late steps no longer count; beyond {@value #MAX_ENTRIES} entries over all sets of steps old
 * gaps are given up ({@link StepSet}); from {@value #MAX_RANKS_BY_PARTS} ranks over all attempts on, new steps are not told apart by
 * parts. What an event costs does not depend on the number of ranks, nor, but for a look at the at most
 * {@value #MAX_ATTEMPTS} later attempts of a late one, on that of attempts.
 */
final class Frontier {
    /** More attempts than this are remembered as one: the oldest are folded together. */
    static final int MAX_ATTEMPTS = 64;

    /** Ranks over all attempts beyond which older attempts are folded, too; the latest two stay apart. */
    static final int MAX_RANKS = 16_384;

    /** Entries over all sets of steps; more where there are so many ranks that each would have less than a few. */
    static final int MAX_ENTRIES = 65_536;

    /** Ranks over all attempts beyond which a step is known in all parts as soon as it is in one. */
    static final int MAX_RANKS_BY_PARTS = 256;

    private static final int ENTRIES_PER_RANK = 2 * StepSet.BLUR_GROUP;

    /** Length of what {@link #write} writes. */
    static final int BYTES = 4 * Long.BYTES;

    private final Consumer<RecordKey> changed;
    private final TreeMap<Integer, Attempt> attempts = new TreeMap<>();
    private long accepted;
    private long duplicate;
    private long superseded;
    private long late;
    private long conflicting;
    private long notFiniteDropped;
    private long completed;

    // what follows from the attempts, kept up to date so that no event has to walk over them
    private int ranks;
    private int entries;
    private long highest;
    private int waitedFor = StepParts.ALL;
    private final SlowestRank slowest =
            new SlowestRank(this::latestRanks, rank -> rank.steps.isEmpty() ? 0 : rank.steps.max());
    private final SlowestRank slowestWaitedFor =
            new SlowestRank(this::latestRanks, rank -> rank.parts.highest(waitedFor));

    /** @param changed told of each stored record that an event changes */
    Frontier(Consumer<RecordKey> changed) {
        this.changed = changed;
    }

    /** The latest attempt heard of; 0 before any. */
    int attempt() {
        return attempts.isEmpty() ? 0 : attempts.lastKey();
    }

    /** Highest accepted step; 0 before any. */
    long highest() {
        return highest;
    }

    /** Ranks heard of in the latest attempt, at least 1. */
    int rankCount() {
        return Math.max(1, latestRanks().size());
    }

    private Map<Integer, RankSteps> latestRanks() {
        return attempts.isEmpty() ? Map.of() : attempts.lastEntry().getValue().ranks();
    }

    /** Highest step of the slowest rank of the latest attempt that has sent any; {@link #highest} where none has. */
    long slowest() {
        return slowest.isKnown() ? slowest.step() : highest;
    }

    /**
     * Up to where a part has come, so that what is decided on it need not wait: as {@link #slowest}, of those ranks that have sent the
     * part. A part that comes later than the steps is waited for, at most the longest span; one that was never sent is not.
     */
    long passed(int part) {
        waitFor(part);
        return slowestWaitedFor.isKnown() ? Math.max(slowestWaitedFor.step(), slowest() - Step.MAX_SPAN) : slowest();
    }

    /** Highest step of a part in the latest attempt, waited for likewise. */
    long reached(int part) {
        waitFor(part);
        return slowestWaitedFor.isKnown() ? Math.max(slowestWaitedFor.highest(), highest - Step.MAX_SPAN) : highest;
    }

    private void waitFor(int part) {
        if (waitedFor != part) {
            waitedFor = part;
            slowestWaitedFor.forget();
        }
    }

    /** The first step of the latest attempt; 1 before any. */
    long firstStep() {
        return attempts.isEmpty() ? 1 : attempts.lastEntry().getValue().firstStep();
    }

    /** A rank of the latest attempt beside this one that has accepted steps; this one where there is none. */
    int otherSender(int rank) {
        for (Map.Entry<Integer, RankSteps> other : latestRanks().entrySet()) {
            if (other.getKey() != rank && !other.getValue().steps.isEmpty()) {
                return other.getKey();
            }
        }
        return rank;
    }

    /**
     * Notes that an attempt exists, before anything else is said of it.
     *
     * @return false where it was folded into a later one: its steps no longer count
     */
    boolean hear(int attempt) {
        while (attempts.size() > 2 && ranks > MAX_RANKS) {
            foldOldest();
        }
        if (attempts.containsKey(attempt)) {
            return true;
        }
        if (isFolded(attempt)) {
            return false;
        }
        boolean isLatest = attempts.isEmpty() || attempt > attempts.lastKey();
        attempts.put(attempt, new Attempt(attempt));
        changed.accept(RecordKey.attempt(attempt));
        if (isLatest) {
            slowest.forget();
            slowestWaitedFor.forget();
        }
        if (attempts.size() > MAX_ATTEMPTS) {
            foldOldest();
        }
        return true;
    }

    private boolean isFolded(int attempt) {
        return !attempts.isEmpty()
                && attempt < attempts.firstKey()
                && (attempts.size() >= MAX_ATTEMPTS
                        || attempts.firstEntry().getValue().isFolded());
    }

    private void foldOldest() {
        Attempt oldest = attempts.firstEntry().getValue();
        change(oldest);
        attempts.pollFirstEntry();
        Attempt next = attempts.firstEntry().getValue();
        next.absorb(oldest);
        changed.accept(RecordKey.attempt(next.number()));
        oldest.ranks().keySet().forEach(id -> limit(next.number(), id, next.rank(id)));
        recount();
    }

    /** Names every record of an attempt as changed. */
    private void change(Attempt attempt) {
        changed.accept(RecordKey.attempt(attempt.number()));
        attempt.ranks()
                .forEach((id, rank) ->
                        rank.eachPage(page -> changed.accept(RecordKey.steps(attempt.number(), id, page))));
    }

    private void limit(int attempt, int id, RankSteps rank) {
        rank.steps.limit(StepSet.MAX_ENTRIES);
        changed(attempt, id, rank);
    }

    private void changed(int attempt, int id, RankSteps rank) {
        rank.drainChanged(page -> changed.accept(RecordKey.steps(attempt, id, page)));
    }

    /** Takes what a {@code run.started} says of an attempt's first step; says whether the attempt is resumed from there. */
    boolean start(Origin told, long firstStep) {
        changed.accept(RecordKey.attempt(told.attempt()));
        return attempts.get(told.attempt()).start(told.rank(), told.time(), firstStep);
    }

    /** Whether a later launch of the same attempt has taken back what is said of a step. */
    boolean isTakenBack(Origin told, long step) {
        Attempt speaker = attempts.get(told.attempt());
        return speaker != null && speaker.isTakenBack(told.rank(), step, told.time());
    }

    /** Whether what an attempt says of a step, at that time, counts. */
    boolean speaksFor(Origin told, long step) {
        Attempt speaker = attempts.get(told.attempt());
        return speaker != null && step >= speaker.firstStep() && step < end(told.attempt()) && !isTakenBack(told, step);
    }

    /** First step of the newest launch of the latest attempt; 1 before any. */
    long newestFirst() {
        return attempts.isEmpty() ? 1 : attempts.lastEntry().getValue().newestFirst();
    }

    /** Whether an attempt starts at a step. */
    boolean isStart(long step) {
        return attempts.values().stream().anyMatch(attempt -> attempt.firstStep() == step);
    }

    /** Notes the lowest step of an attempt, which stands for its first one until that is declared. */
    void see(int attempt, long first) {
        if (attempts.get(attempt).see(first)) {
            changed.accept(RecordKey.attempt(attempt));
        }
    }

    void hearRank(int attempt, int rank, long time) {
        Attempt speaker = attempts.get(attempt);
        int before = speaker.ranks().size();
        RankSteps seen = speaker.rank(rank);
        seen.lastEventTime = Math.max(seen.lastEventTime, time);
        changed.accept(RecordKey.steps(attempt, rank, 0));
        ranks += speaker.ranks().size() - before;
    }

    /** What was seen of a rank, if this is the latest attempt; null where nothing was, or it is none. */
    RankSteps latest(int attempt, int rank) {
        return attempt == attempt() ? latestRanks().get(rank) : null;
    }

    /** Notes that an accepted step says a loss or entropy that is not finite. */
    void notFinite(int attempt, int rank, long step) {
        RankSteps seen = attempts.get(attempt).rank(rank);
        seen.lastBad = Math.max(seen.lastBad, step);
        changed.accept(RecordKey.steps(attempt, rank, 0));
    }

    /** First step that belongs to an attempt later than this one: the end of its range, exclusive. */
    long end(int attempt) {
        return end(attempts, attempt);
    }

    /** The same, of attempts by their numbers. */
    static long end(TreeMap<Integer, Attempt> attempts, int attempt) {
        long end = Long.MAX_VALUE;
        for (Attempt later : attempts.tailMap(attempt, false).values()) {
            end = Math.min(end, later.firstStep());
        }
        return end;
    }

    /** Counts steps that an attempt does not speak for. */
    Offer refuse(long span) {
        superseded += span;
        return new Offer(new Intake(0, 0, 0, span), StepParts.NONE);
    }

    /**
     * What becomes of an event's steps.
     *
     * @param steps by count
     * @param parts what of the event counts
     */
    record Offer(Intake steps, int parts) {
        boolean isTaken() {
            return parts != StepParts.NONE || steps.accepted() > 0;
        }
    }

    /** Decides on a step, or a span of them, of a known attempt, and counts it. */
    Offer offer(int attempt, int rank, long first, long last, int parts) {
        long span = last - first + 1;
        Attempt speaker = attempts.get(attempt);
        if (first < speaker.firstStep()
                || last >= end(attempt)
                || speaker.holes().intersects(first, last)) {
            return refuse(span);
        }
        RankSteps seen = speaker.rank(rank);
        boolean known = seen.steps.intersects(first, last);
        int unseen = unseen(seen, parts, first, last);
        if (known && unseen == StepParts.NONE) {
            duplicate += span;
            return new Offer(new Intake(0, 0, span, 0), StepParts.NONE);
        }
        long before = seen.steps.isEmpty() ? 0 : seen.steps.max();
        long fresh = add(attempt, rank, seen, unseen, first, last);
        highest = Math.max(highest, seen.steps.max());
        accepted += fresh;
        long filled = first < before ? fresh : 0;
        late += filled;
        boolean again = known && (parts & ~unseen & StepParts.QUANTITIES) != StepParts.NONE;
        if (again) {
            duplicate += span - fresh;
        } else if (span > fresh) {
            completed += span - fresh;
            changed.accept(RecordKey.DROPPED);
        }
        return new Offer(new Intake(fresh, filled, again ? span - fresh : 0, 0), parts & unseen);
    }

    private int unseen(RankSteps seen, int parts, long first, long last) {
        if (ranks <= MAX_RANKS_BY_PARTS) {
            return seen.parts.unseen(parts, first, last);
        }
        return seen.steps.intersects(first, last) ? StepParts.NONE : StepParts.ALL;
    }

    private long add(int attempt, int id, RankSteps rank, int parts, long first, long last) {
        int before = rank.entries();
        long step = slowest.top(rank);
        long stepWaitedFor = slowestWaitedFor.top(rank);
        long fresh = rank.parts.add(parts, first, last);
        rank.steps.limit(StepSet.MAX_ENTRIES);
        if (attempt == attempts.lastKey()) {
            slowest.advanced(step, slowest.top(rank));
            slowestWaitedFor.advanced(stepWaitedFor, slowestWaitedFor.top(rank));
        }
        entries += rank.entries() - before;
        changed(attempt, id, rank);
        if (entries > mostEntries()) {
            limitAll();
        }
        return fresh;
    }

    /** Notes that steps were dropped whose content differs from that of those that were accepted. */
    void conflicting(long steps) {
        conflicting += steps;
        changed.accept(RecordKey.DROPPED);
    }

    /** Notes that steps were dropped with a loss or entropy that is not finite, where what was accepted is. */
    void notFiniteDropped(long steps) {
        notFiniteDropped += steps;
        changed.accept(RecordKey.DROPPED);
    }

    private int mostEntries() {
        return Math.max(MAX_ENTRIES, ENTRIES_PER_RANK * ranks);
    }

    /** To half of what there may be, so that it is not done again soon. */
    private void limitAll() {
        int limit = mostEntries() / 2 / ranks;
        entries = 0;
        for (Attempt attempt : attempts.values()) {
            attempt.ranks().forEach((id, rank) -> {
                if (rank.entries() > limit) {
                    rank.limit(limit);
                    changed(attempt.number(), id, rank);
                }
                entries += rank.entries();
            });
        }
    }

    /**
     * Drops the steps of all attempts up to this one that a cut dropped; says how many. What it lost in front of where the run goes on
     * is a hole: superseded too, and not missing.
     */
    long supersede(int attempt, History.Cut cut) {
        long removed = 0;
        for (Attempt earlier : attempts.headMap(attempt, true).values()) {
            removed += supersede(earlier, cut.earliest());
            if (cut.lostFrom() < end(earlier.number())) {
                earlier.digHole(cut.lostFrom(), cut.from());
            }
            changed.accept(RecordKey.attempt(earlier.number()));
        }
        accepted -= removed;
        superseded += removed;
        recount();
        return removed;
    }

    private long supersede(Attempt attempt, long from) {
        long removed = 0;
        for (Map.Entry<Integer, RankSteps> rank : attempt.ranks().entrySet()) {
            long here = rank.getValue().dropFrom(from);
            if (here > 0) {
                removed += here;
                changed(attempt.number(), rank.getKey(), rank.getValue());
            }
        }
        return removed;
    }

    /**
     * Makes what an older layout has stored into what is stored now. Until layout 5 the history dropped whole the bucket in which a later attempt
     * starts: those steps are lost.
     */
    void restoredFromOlderLayout(RunStarted about) {
        if (about != null && attempts.containsKey(about.origin().attempt())) {
            attempts.get(about.origin().attempt())
                    .restoreTold(about.origin().rank(), about.origin().time());
        }
        for (Attempt attempt : attempts.values()) {
            long end = end(attempt.number());
            if (end != Long.MAX_VALUE) {
                long removed = supersede(attempt, Grid.HISTORY.first(end));
                attempt.digHole(Grid.HISTORY.first(end), end);
                accepted -= removed;
                superseded += removed;
            }
            changed.accept(RecordKey.attempt(attempt.number()));
        }
    }

    /** Where attempts start. */
    List<Long> starts() {
        return attempts.values().stream()
                .map(Attempt::firstStep)
                .filter(first -> first != Long.MAX_VALUE)
                .toList();
    }

    /** Reads off the attempts what follows from them. */
    private void recount() {
        ranks = 0;
        entries = 0;
        highest = 0;
        for (Attempt attempt : attempts.values()) {
            ranks += attempt.ranks().size();
            highest = Math.max(highest, attempt.lastOfHoles(end(attempt.number())));
            for (RankSteps rank : attempt.ranks().values()) {
                entries += rank.entries();
                highest = Math.max(highest, rank.steps.isEmpty() ? 0 : rank.steps.max());
            }
        }
        slowest.forget();
        slowestWaitedFor.forget();
    }

    /** @param logEvery the stride that the run states; {@link MissingSteps#NOT_STATED} where it states none */
    StepCounts counts(long logEvery) {
        long missing = new RankReport(attempts, logEvery).missing();
        return new StepCounts(accepted, duplicate, superseded, late, missing, conflicting, notFiniteDropped, completed);
    }

    /** Ranks of the latest attempt: {@link RankReport#latest}. */
    List<RankProgress> ranks(long rankSteps, long logEvery) {
        return new RankReport(attempts, logEvery).latest(rankSteps);
    }

    /** The counts; the attempts and their ranks have records of their own. */
    void write(ByteBuffer out) {
        out.putLong(accepted).putLong(duplicate).putLong(superseded).putLong(late);
    }

    void restore(ByteBuffer in) {
        accepted = in.getLong();
        duplicate = in.getLong();
        superseded = in.getLong();
        late = in.getLong();
    }

    /** What was dropped of the known steps, and what was added to them. */
    byte[] droppedBytes() {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(conflicting)
                .putLong(notFiniteDropped)
                .putLong(completed)
                .array();
    }

    void restoreDropped(ByteBuffer in) {
        conflicting = in.getLong();
        notFiniteDropped = in.getLong();
        completed = in.getLong();
    }

    /** An attempt that is being restored, made where absent. */
    Attempt restoring(int attempt) {
        return attempts.computeIfAbsent(attempt, Attempt::new);
    }

    /** The stored form of an attempt; null where there is none (any more). */
    byte[] bytes(int attempt) {
        Attempt known = attempts.get(attempt);
        return known == null ? null : known.bytes();
    }

    /** The stored form of a page of a rank's steps; null where there is none (any more). */
    byte[] bytes(int attempt, int rank, int page) {
        Attempt known = attempts.get(attempt);
        RankSteps steps = known == null ? null : known.ranks().get(rank);
        return steps == null ? null : steps.bytes(page);
    }

    /** All records are back. */
    void restored() {
        recount();
    }

    /** Entries over all sets of steps. */
    int entries() {
        return entries;
    }

    /** Ranks over all attempts. */
    int allRanks() {
        return ranks;
    }

    /** Names every record as changed. */
    void changeAll() {
        for (Attempt attempt : attempts.values()) {
            change(attempt);
            attempt.ranks().values().forEach(rank -> rank.drainChanged(page -> {}));
        }
    }
}
