package io.neuralentropy.monitor.run;

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

    static SaturatedSince at(long step, long time, History history) {
        double[] spent = new double[2];
        history.scan(0, step, (key, bucket) -> {
            spent[0] += bucket.seconds();
            spent[1] += bucket.energyJoules();
        });
        return new SaturatedSince(step, time, spent[0], spent[1]);
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
