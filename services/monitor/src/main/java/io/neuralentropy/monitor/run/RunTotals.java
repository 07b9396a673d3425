package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.maths.Bucket;
import java.nio.ByteBuffer;

/** Sums over the whole history, kept beside it so that no snapshot has to read it. */
final class RunTotals {
    /** Length of what {@link #write} writes. */
    static final int BYTES = Long.BYTES + 2 * Double.BYTES;

    private long samples;
    private double seconds;
    private double energyJoules;

    /** Data points trained on. */
    long samples() {
        return samples;
    }

    /** Stated durations, over all ranks. */
    double seconds() {
        return seconds;
    }

    double energyJoules() {
        return energyJoules;
    }

    /** Takes a step that the history has taken. */
    void add(Step step) {
        samples += step.samples();
        if (Absent.isPresent(step.seconds())) {
            seconds += step.seconds();
        }
        if (Absent.isPresent(step.energyJoules())) {
            energyJoules += step.energyJoules();
        }
    }

    /** Sums up what the history holds: after it has lost buckets, since what was added to a sum cannot be taken back exactly. */
    void recount(History history) {
        samples = 0;
        seconds = 0;
        energyJoules = 0;
        history.scan(0, Long.MAX_VALUE, (key, bucket) -> add(bucket));
    }

    private void add(Bucket bucket) {
        samples += bucket.samples();
        seconds += bucket.seconds();
        energyJoules += bucket.energyJoules();
    }

    void write(ByteBuffer out) {
        out.putLong(samples).putDouble(seconds).putDouble(energyJoules);
    }

    void restore(ByteBuffer in) {
        samples = in.getLong();
        seconds = in.getDouble();
        energyJoules = in.getDouble();
    }
}
