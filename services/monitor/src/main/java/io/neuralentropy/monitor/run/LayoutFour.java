package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;

/**
 * Reads heads of layout 4, which held all attempts, ranks and steps in one record, and none of the totals. The other records are
 * those of layout 5.
 */
final class LayoutFour {
    static final byte VERSION = 4;

    private LayoutFour() {}

    /** Restores a run's head and marks all that is stored otherwise now as changed. */
    static void restoreHead(RunState state, ByteBuffer in) {
        RunRecords.restoreTimes(state, in);
        long duplicate = in.getLong();
        long superseded = in.getLong();
        long late = in.getLong();
        long accepted = 0;
        int attempts = in.getInt();
        for (int i = 0; i < attempts; i++) {
            accepted += restoreAttempt(state, in);
        }
        ByteBuffer counts = ByteBuffer.allocate(Frontier.BYTES);
        counts.putLong(accepted).putLong(duplicate).putLong(superseded).putLong(late);
        state.frontier.restore(counts.flip());
        state.frontier.changeAll();
        state.totals.recount(state.history);
        state.changed(RecordKey.HEAD);
    }

    private static long restoreAttempt(RunState state, ByteBuffer in) {
        Attempt attempt = state.frontier.restoring(in.getInt());
        ByteBuffer start = ByteBuffer.allocate(Attempt.BYTES);
        start.putLong(in.getLong()).putLong(in.getLong()).put((byte) 0);
        attempt.restore(start.flip());
        int ranks = in.getInt();
        long accepted = 0;
        for (int i = 0; i < ranks; i++) {
            RankSteps rank = attempt.rank(in.getInt());
            rank.lastEventTime = in.getLong();
            rank.lastBad = in.getLong();
            restoreSteps(rank.steps, in);
            accepted += rank.steps.count();
        }
        return accepted;
    }

    /** Intervals; the numbers of gaps that had been given up were in the first one. */
    private static void restoreSteps(StepSet steps, ByteBuffer in) {
        int intervals = in.getInt();
        long givenUp = in.getLong();
        for (int i = 0; i < intervals; i++) {
            steps.appendRange(in.getLong(), in.getLong(), i == 0 ? givenUp : 0);
        }
    }
}
