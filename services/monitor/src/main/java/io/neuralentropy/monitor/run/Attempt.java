package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of one attempt: where it starts, how often it was launched, and per rank which steps. */
final class Attempt {
    /** Length of the part of {@link #bytes} that all layouts have. */
    static final int BYTES = 2 * Long.BYTES + Byte.BYTES;

    private static final long UNKNOWN = 0;
    private static final int MAX_HOLES = 64;

    private final int number;
    private final TreeMap<Integer, RankSteps> ranks = new TreeMap<>();
    private long declaredFirst = UNKNOWN;
    private long lowestSeen = Long.MAX_VALUE;
    private boolean folded;
    private final Launches launches = new Launches();

    /** Steps before a resumption that went with those that it took back, since their sums could not be told apart. */
    private final StepSet holes = new StepSet();

    Attempt(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /**
     * The first step of this attempt: as its {@code run.started} says; before that, 1 for the original attempt and the
     * lowest step seen for a later one ({@link Long#MAX_VALUE} before any).
     */
    long firstStep() {
        if (declaredFirst != UNKNOWN) {
            return declaredFirst;
        }
        return number == 0 ? 1 : lowestSeen;
    }

    /** Takes what a rank's {@code run.started} says of the first step; says whether the attempt is resumed from there. */
    boolean start(int rank, long time, long step) {
        if (folded) {
            return false;
        }
        Launches.Start start = launches.hear(rank, time, step, lowestSeen < step);
        if (start == Launches.Start.FIRST) {
            declaredFirst = step;
        } else if (start == Launches.Start.RESUMPTION && declaredFirst != UNKNOWN) {
            declaredFirst = Math.min(declaredFirst, step);
        }
        return start == Launches.Start.RESUMPTION;
    }

    /** An older layout has kept of its start what one rank told. */
    void restoreTold(int rank, long time) {
        launches.restoreTold(rank, time);
    }

    /** Whether a later launch of this attempt has taken back what a rank said of a step at a time. */
    boolean isTakenBack(int rank, long step, long time) {
        return launches.isTakenBack(rank, step, time);
    }

    /** The first step of its newest launch. */
    long newestFirst() {
        return Math.max(firstStep(), launches.newestFirst());
    }

    StepSet holes() {
        return holes;
    }

    /** The last of its holes before a step; 0 where there is none. */
    long lastOfHoles(long end) {
        return holes.isEmpty() || holes.max() >= end ? 0 : holes.max();
    }

    /** From here on nothing is a hole but what lies in [from, to − 1]. */
    void digHole(long from, long to) {
        holes.removeFrom(from);
        if (from < to) {
            holes.add(from, to - 1);
            holes.limit(MAX_HOLES);
        }
    }

    /** Notes a step; says whether it is the lowest so far. */
    boolean see(long first) {
        boolean lower = first < lowestSeen;
        if (lower) {
            lowestSeen = first;
        }
        return lower;
    }

    /** A rank, made where absent. */
    RankSteps rank(int rank) {
        return ranks.computeIfAbsent(rank, absent -> new RankSteps());
    }

    Map<Integer, RankSteps> ranks() {
        return ranks;
    }

    /**
     * Takes in an older attempt, whose steps end where this one's begin. From then on it starts where the older one did, whatever is
     * still declared: what came of the older one can no longer be told apart.
     */
    void absorb(Attempt older) {
        long first = Math.min(older.firstStep(), firstStep());
        declaredFirst = first == Long.MAX_VALUE ? UNKNOWN : first;
        folded = true;
        holes.addAll(older.holes);
        older.ranks.forEach((id, rank) -> rank(id).absorb(rank));
    }

    /** Whether older attempts were taken in. */
    boolean isFolded() {
        return folded;
    }

    /** The stored form, without the ranks; {@link #restore} is its inverse. */
    byte[] bytes() {
        int size = BYTES + launches.bytes() + holes.entries() * StepSet.ENTRY_BYTES;
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putLong(declaredFirst).putLong(lowestSeen).put((byte) (folded ? 1 : 0));
        launches.write(out);
        holes.write(out, 0, holes.entries());
        return out.array();
    }

    /** Before layout 6 nothing was known of launches and holes. */
    void restore(ByteBuffer in) {
        declaredFirst = in.getLong();
        lowestSeen = in.getLong();
        folded = in.get() != 0;
        if (in.hasRemaining()) {
            launches.restore(in);
            holes.restore(in, 0);
        } else if (declaredFirst != UNKNOWN) {
            launches.restoreStart(declaredFirst);
        }
    }
}
