package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import java.nio.ByteBuffer;

/**
 * When a run was called saturated, and what it had cost until then.
 *
 * @param step of the verdict; 0 where the run is not saturated
 * @param time of the event that decided it, trainer's clock
 * @param seconds stated for the whole run until then, over all ranks
 * @param joules likewise
 */
record SaturatedSince(long step, long time, double seconds, double joules) {
    static final SaturatedSince NEVER = new SaturatedSince(0, 0, 0, 0);
    static final int BYTES = 2 * Long.BYTES + 2 * Double.BYTES;

    static SaturatedSince at(long step, long time, Buckets history) {
        double seconds = 0;
        double joules = 0;
        for (int i = 0; i < history.size() && history.key(i) <= step; i++) {
            Bucket bucket = history.get(i);
            seconds += bucket.seconds();
            joules += bucket.energyJoules();
        }
        return new SaturatedSince(step, time, seconds, joules);
    }

    boolean isSaturated() {
        return step > 0;
    }

    void write(ByteBuffer out) {
        out.putLong(step).putLong(time).putDouble(seconds).putDouble(joules);
    }

    static SaturatedSince read(ByteBuffer in) {
        return new SaturatedSince(in.getLong(), in.getLong(), in.getDouble(), in.getDouble());
    }
}
