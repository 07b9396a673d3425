package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import java.nio.ByteBuffer;

/**
 * The stored form of a {@link RunState}: one small head record, one record per bucket, and the events that describe the run
 * as they were sent. Fixed layouts, big-endian; the first byte of the head is the version of all of them.
 */
public final class RunRecords {
    private static final byte VERSION = 4;
    private static final EventCodec CODEC = new EventCodec();

    private RunRecords() {}

    /** The bytes of a record; null where there is none (any more). */
    static byte[] bytes(RunState state, RecordKey key) {
        return switch (key.kind()) {
            case HEAD -> head(state);
            case ABOUT -> CODEC.encode(state.about);
            case FINISHED -> CODEC.encode(state.finished);
            case EVALUATION -> CODEC.encode(state.evaluations.get((int) key.index()));
            case WINDOW -> bucket(state.window, key.index());
            case HISTORY -> bucket(state.history, key.index());
            case WATCH -> state.watch.bytes(key.index());
            case STATE_CHANGE -> state.watch.log.bytes(key.index());
            case RANK -> state.rankLosses.bytes(key.index());
        };
    }

    private static byte[] bucket(Buckets buckets, long key) {
        int i = buckets.indexFrom(key);
        return i < buckets.size() && buckets.key(i) == key ? buckets.get(i).bytes() : null;
    }

    private static byte[] head(RunState state) {
        ByteBuffer out = ByteBuffer.allocate(Byte.BYTES + 3 * Long.BYTES + Integer.BYTES + state.frontier.byteSize());
        out.put(VERSION);
        out.putLong(state.firstEventTime).putLong(state.lastEventTime);
        out.putInt(state.checkpointAttempt).putLong(state.checkpointStep);
        state.frontier.write(out);
        return out.array();
    }

    /** Puts a stored record back into a state that is being restored, in any order of records. */
    public static void restore(RunState state, RecordKey key, byte[] bytes) {
        switch (key.kind()) {
            case HEAD -> restoreHead(state, ByteBuffer.wrap(bytes));
            case ABOUT -> state.about = (RunStarted) event(bytes);
            case FINISHED -> state.finished = (RunFinished) event(bytes);
            case EVALUATION -> state.evaluations.add((Evaluation) event(bytes));
            case WINDOW -> state.window.restore(key.index(), Bucket.read(ByteBuffer.wrap(bytes)));
            case HISTORY -> state.history.restore(key.index(), Bucket.read(ByteBuffer.wrap(bytes)));
            case WATCH -> state.watch.restore(key.index(), bytes);
            case STATE_CHANGE -> state.watch.log.restore(key.index(), ByteBuffer.wrap(bytes));
            case RANK -> state.rankLosses.restore(key.index(), bytes);
        }
    }

    private static void restoreHead(RunState state, ByteBuffer in) {
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("stored state has version " + version + ", this monitor reads " + VERSION
                    + ": run it with another application id, or the monitor that wrote it");
        }
        state.firstEventTime = in.getLong();
        state.lastEventTime = in.getLong();
        state.checkpointAttempt = in.getInt();
        state.checkpointStep = in.getLong();
        state.frontier = Frontier.read(in);
    }

    private static Event event(byte[] bytes) {
        if (CODEC.decode(bytes) instanceof Decoded.Accepted accepted) {
            return accepted.event();
        }
        throw new IllegalStateException("a stored event cannot be read: the store is damaged");
    }
}
