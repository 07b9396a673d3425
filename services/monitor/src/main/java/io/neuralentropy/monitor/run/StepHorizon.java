package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;

/**
 * Separates plausible steps from absurd ones: otherwise a single absurd step number would stay the run's highest for ever and freeze
 * its window and verdicts.
 *
 * <p>Plausible is what lies at most {@value #AHEAD} steps beyond twice the highest step so far, twice the planned steps, and the
 * first step of the latest attempt. What lies further is set aside, until a second step follows the first within as much: a run that
 * really is there says so again, and counts from then on.
 */
final class StepHorizon {
    /** Length of what {@link #write} writes. */
    static final int BYTES = Long.BYTES;

    static final long AHEAD = 1 << 20;

    private long setAside;

    /**
     * Whether a step counts.
     *
     * @param reach the highest of what the run has come to, has planned, or starts from
     */
    boolean admits(long step, long reach) {
        if (isNear(step, reach)) {
            return true;
        }
        boolean follows = setAside > 0 && step > setAside && step - setAside <= AHEAD;
        setAside = follows ? 0 : step;
        return follows;
    }

    /** Whether a step is plausible by itself. */
    static boolean isNear(long step, long reach) {
        return step <= 2 * Math.min(reach, Long.MAX_VALUE / 4) + AHEAD;
    }

    void write(ByteBuffer out) {
        out.putLong(setAside);
    }

    void restore(ByteBuffer in) {
        setAside = in.getLong();
    }
}
