package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of one attempt: where it starts, and per rank which steps. */
final class Attempt {
    private static final long UNKNOWN = 0;

    private final int number;
    private final TreeMap<Integer, Rank> ranks = new TreeMap<>();
    private long declaredFirst = UNKNOWN;
    private long lowestSeen = Long.MAX_VALUE;

    /** One process of a distributed attempt. */
    static final class Rank {
        StepSet steps = new StepSet();
        long lastEventTime = Long.MIN_VALUE;

        /** Highest step whose loss or entropy is not finite; 0 before any. */
        long lastBad;

        /** Whether one of its last steps is not finite. */
        boolean isBad(long steps) {
            return lastBad > 0 && this.steps.max() - lastBad < steps;
        }
    }

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

    /** Takes what {@code run.started} says of the first step. */
    void declareFirst(long step) {
        declaredFirst = step;
    }

    void see(long first) {
        lowestSeen = Math.min(lowestSeen, first);
    }

    Rank rank(int rank) {
        return ranks.computeIfAbsent(rank, absent -> new Rank());
    }

    Map<Integer, Rank> ranks() {
        return ranks;
    }

    /** Takes in an older attempt, whose steps end where this one's begin. */
    void absorb(Attempt older) {
        declaredFirst = Math.min(older.firstStep(), firstStep());
        older.ranks.forEach((id, rank) -> {
            Rank mine = rank(id);
            mine.steps.addAll(rank.steps);
            mine.lastEventTime = Math.max(mine.lastEventTime, rank.lastEventTime);
            mine.lastBad = Math.max(mine.lastBad, rank.lastBad);
        });
    }

    int byteSize() {
        int bytes = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;
        for (Rank rank : ranks.values()) {
            bytes += Integer.BYTES + 2 * Long.BYTES + rank.steps.byteSize();
        }
        return bytes;
    }

    void write(ByteBuffer out) {
        out.putInt(number).putLong(declaredFirst).putLong(lowestSeen).putInt(ranks.size());
        ranks.forEach((id, rank) -> {
            out.putInt(id).putLong(rank.lastEventTime).putLong(rank.lastBad);
            rank.steps.write(out);
        });
    }

    static Attempt read(ByteBuffer in) {
        Attempt attempt = new Attempt(in.getInt());
        attempt.declaredFirst = in.getLong();
        attempt.lowestSeen = in.getLong();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            Rank rank = attempt.rank(in.getInt());
            rank.lastEventTime = in.getLong();
            rank.lastBad = in.getLong();
            rank.steps = StepSet.read(in);
        }
        return attempt;
    }
}
