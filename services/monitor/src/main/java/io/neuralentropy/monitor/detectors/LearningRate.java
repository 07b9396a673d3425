package io.neuralentropy.monitor.detectors;

import java.nio.ByteBuffer;

/**
 * Watches the learning rate for its warm-up and for restarts. A restart is the return, to no more than 1.5 times its highest value
 * so far, of a rate that had come down below half of it: what the loss does then it has done before, and it comes back with the
 * rate. A rate higher than that is no restart, nor is a warm-up. O(1) per step, no allocation.
 */
final class LearningRate {
    /** Length of what {@link #write} writes. */
    static final int BYTES = 3 * Long.BYTES + 4 * Double.BYTES + Integer.BYTES;

    private static final double MATERIAL_RISE = 1.01;
    private static final double RISE = 2;
    private static final double MOST_RISE = 1.5;
    private static final double LOW = 0.05;
    private static final long LONGEST = 4;

    private double highest = Double.NEGATIVE_INFINITY;
    private long highestAt;

    // since the latest restart: the highest, then the lowest after it; before it: the lowest
    private double top = Double.NEGATIVE_INFINITY;
    private double lowest = Double.POSITIVE_INFINITY;
    private double before = Double.NaN;
    private long restartedAt;
    private long backAt;
    private int restarts;

    /** Takes the rate of step t; a negative one or NaN says nothing. */
    void step(long t, double rate) {
        if (!(rate >= 0)) {
            return;
        }
        if (restartedAt > backAt && rate <= Math.max(RISE * before, LOW * top)) {
            backAt = t;
        }
        if (RISE * lowest <= top && rate > RISE * lowest && rate <= MOST_RISE * highest) {
            before = lowest;
            restartedAt = t;
            restarts++;
            top = rate;
            lowest = rate;
        } else if (rate >= top) {
            top = rate;
            lowest = rate;
        } else {
            lowest = Math.min(lowest, rate);
        }
        if (rate > MATERIAL_RISE * highest) {
            highest = rate;
            highestAt = t;
        }
    }

    /** Step of the latest material rise above all before: the end of the warm-up; 0 where no rate was sent. */
    long warmedUpAt() {
        return highestAt;
    }

    /** Whether at step t the rate is restarted and has not come down since; not for longer than three times what the run had taken. */
    boolean isRestarted(long t) {
        return restartedAt > backAt && t / LONGEST < restartedAt;
    }

    /** Whether the loss's level is still that from before the restart; a rate that stays becomes the usual one. */
    boolean keepsLevel(long t) {
        return isRestarted(t) && t / (LONGEST - 1) < restartedAt;
    }

    int restarts() {
        return restarts;
    }

    /** Step of the latest restart; 0 before any. */
    long restartedAt() {
        return restartedAt;
    }

    void write(ByteBuffer out) {
        out.putDouble(highest).putLong(highestAt).putDouble(top).putDouble(lowest);
        out.putDouble(before).putLong(restartedAt).putLong(backAt).putInt(restarts);
    }

    void read(ByteBuffer in) {
        highest = in.getDouble();
        highestAt = in.getLong();
        top = in.getDouble();
        lowest = in.getDouble();
        before = in.getDouble();
        restartedAt = in.getLong();
        backAt = in.getLong();
        restarts = in.getInt();
    }
}
