package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of one attempt: where it starts, and per rank which steps. */
final class Attempt {
    /** Length of {@link #bytes}. */
    static final int BYTES = 2 * Long.BYTES + Byte.BYTES;

    private static final long UNKNOWN = 0;

    private final int number;
    private final TreeMap<Integer, RankSteps> ranks = new TreeMap<>();
    private long declaredFirst = UNKNOWN;
    private long lowestSeen = Long.MAX_VALUE;
    private boolean folded;

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

    /** Takes what {@code run.started} says of the first step; says whether that changes anything. */
    boolean declareFirst(long step) {
        boolean changes = !folded && declaredFirst != step;
        if (changes) {
            declaredFirst = step;
        }
        return changes;
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
        older.ranks.forEach((id, rank) -> rank(id).absorb(rank));
    }

    /** Whether older attempts were taken in. */
    boolean isFolded() {
        return folded;
    }

    /** The stored form, without the ranks; {@link #restore} is its inverse. */
    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(declaredFirst)
                .putLong(lowestSeen)
                .put((byte) (folded ? 1 : 0))
                .array();
    }

    void restore(ByteBuffer in) {
        declaredFirst = in.getLong();
        lowestSeen = in.getLong();
        folded = in.get() != 0;
    }
}
