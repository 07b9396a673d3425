package io.neuralentropy.monitor.run;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The lowest of the highest steps of the latest attempt's ranks. Ranks that go on in step leave it one after the other, so that it
 * is looked for anew once per round.
 */
final class SlowestRank {
    private final Supplier<Map<Integer, RankSteps>> ranks;
    private final ToLongFunction<RankSteps> top;
    private long step;
    private long highest;
    private int ranksThere;

    /**
     * @param ranks of the latest attempt, as they are now
     * @param top the highest step of a rank; 0 before any
     */
    SlowestRank(Supplier<Map<Integer, RankSteps>> ranks, ToLongFunction<RankSteps> top) {
        this.ranks = ranks;
        this.top = top;
    }

    long top(RankSteps rank) {
        return top.applyAsLong(rank);
    }

    boolean isKnown() {
        if (ranksThere == 0) {
            find();
        }
        return ranksThere > 0;
    }

    long step() {
        return step;
    }

    /** The highest of the highest steps. */
    long highest() {
        return highest;
    }

    void forget() {
        ranksThere = 0;
    }

    /** A rank came from one step, 0 for none, to a higher or the same one. */
    void advanced(long from, long to) {
        if (ranksThere == 0 || from == to) {
            return;
        }
        highest = Math.max(highest, to);
        if (from == 0 && to < step) {
            step = to;
            ranksThere = 1;
        } else if (from == 0 && to == step) {
            ranksThere++;
        } else if (from == step) {
            ranksThere--;
        }
    }

    private void find() {
        highest = 0;
        for (RankSteps rank : ranks.get().values()) {
            long there = top(rank);
            if (there > 0) {
                highest = Math.max(highest, there);
                if (ranksThere == 0 || there < step) {
                    step = there;
                    ranksThere = 0;
                }
                ranksThere += there == step ? 1 : 0;
            }
        }
    }
}
