package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of a {@link RunState}: a small head, a record per attempt, per page of a rank's steps, per bucket and per change of
 * state, and the events that describe the run. Fixed layouts, big-endian; the first byte of the head is the version of all of them,
 * and nothing else is read before it is known. A record has at most {@value #MAX_BYTES} bytes, whatever arrives.
 *
 * <p>Version 6 is written; older ones are read and become version 6 when the run is saved next: version 5, which had no newest steps
 * one by one, no parts of buckets and no launches of an attempt, and version 4 ({@link LayoutFour}).
 */
public final class RunRecords {
    /**
     * Bound of a record. The largest are events: of 64 KiB as they came, and written anew no number takes more than three times its
     * place and no escaped character either.
     */
    public static final int MAX_BYTES = 256 << 10;

    private static final byte VERSION = 6;
    private static final byte LAYOUT_FIVE = 5;
    private static final int HEAD_BYTES =
            Byte.BYTES + 3 * Long.BYTES + Integer.BYTES + Frontier.BYTES + RunTotals.BYTES + StepHorizon.BYTES;
    private static final EventCodec CODEC = new EventCodec();

    private RunRecords() {}

    /** The bytes of a record; null where there is none (any more). */
    static byte[] bytes(RunState state, RecordKey key) {
        return switch (key.kind()) {
            case HEAD -> head(state);
            case ABOUT -> CODEC.encode(state.about);
            case FINISHED -> state.finished == null ? null : CODEC.encode(state.finished);
            case EVALUATION -> CODEC.encode(state.evaluations.all().get((int) key.index()));
            case WINDOW -> bucket(state.window.buckets(), key.index());
            case HISTORY -> state.history.bytes(key.index());
            case WATCH -> state.watch.bytes(key.index());
            case STATE_CHANGE -> state.watch.log.bytes(key.index());
            case RANK -> state.rankLosses.bytes(key.index());
            case WARNINGS -> state.warnings.bytes();
            case CLOCK -> state.clock.bytes(key.index());
            case ATTEMPT -> state.frontier.bytes(key.attempt());
            case STEPS -> state.frontier.bytes(key.attempt(), key.rank(), key.page());
            case DROPPED -> state.frontier.droppedBytes();
            case CONTENT -> state.content.bytes(key);
            case NEWEST -> state.newest.bytes(key.index());
            case SPLITS -> splits(state);
        };
    }

    private static byte[] bucket(Buckets buckets, long key) {
        int i = buckets.indexFrom(key);
        return i < buckets.size() && buckets.key(i) == key ? buckets.get(i).bytes() : null;
    }

    private static byte[] head(RunState state) {
        byte[] silences = state.silences.bytes();
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + silences.length);
        out.put(VERSION);
        out.putLong(state.firstEventTime).putLong(state.lastEventTime);
        out.putInt(state.checkpointAttempt).putLong(state.checkpointStep);
        state.frontier.write(out);
        state.totals.write(out);
        state.horizon.write(out);
        out.put(silences);
        return out.array();
    }

    private static byte[] splits(RunState state) {
        ByteBuffer out = ByteBuffer.allocate((1 + state.history.splits().size()) * Long.BYTES);
        out.putLong(state.newest.heldFrom());
        state.history.splits().forEach(out::putLong);
        return out.array();
    }

    private static void restoreSplits(RunState state, byte[] bytes) {
        if (bytes != null) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            state.newest.heldFrom(in.getLong());
            while (in.hasRemaining()) {
                state.history.splits().add(in.getLong());
            }
        }
    }

    /**
     * The run that a storage holds.
     *
     * @return null where it holds none
     * @throws LayoutException where a later version of the monitor has written it
     */
    public static RunState load(String run, DetectorSettings settings, RunStorage storage) {
        byte[] head = storage.get(RecordKey.HEAD);
        if (head == null) {
            return null;
        }
        RunState state = new RunState(run, settings, storage);
        ByteBuffer in = ByteBuffer.wrap(head);
        byte version = in.get();
        if (version == VERSION || version == LAYOUT_FIVE) {
            restoreHead(state, in);
            restoreFrontier(state);
        } else if (version == LayoutFour.VERSION) {
            LayoutFour.restoreHead(state, in);
        } else {
            throw new LayoutException(version, VERSION);
        }
        restoreRest(state);
        if (version < VERSION) {
            state.frontier.restoredFromOlderLayout(state.about);
        }
        state.restored();
        if (version < VERSION) {
            state.restoredFromOlderLayout();
        }
        return state;
    }

    private static void restoreHead(RunState state, ByteBuffer in) {
        restoreTimes(state, in);
        state.frontier.restore(in);
        state.totals.restore(in);
        state.horizon.restore(in);
        // heads that were written before silences were noted end here
        if (in.hasRemaining()) {
            state.silences.restore(in);
        }
    }

    /** What all versions of a head begin with. */
    static void restoreTimes(RunState state, ByteBuffer in) {
        state.firstEventTime = in.getLong();
        state.lastEventTime = in.getLong();
        state.checkpointAttempt = in.getInt();
        state.checkpointStep = in.getLong();
    }

    private static void restoreFrontier(RunState state) {
        scan(
                state,
                RecordKey.Kind.ATTEMPT,
                (index, bytes) -> state.frontier.restoring((int) index).restore(ByteBuffer.wrap(bytes)));
        scan(state, RecordKey.Kind.STEPS, (index, bytes) -> {
            RecordKey key = new RecordKey(RecordKey.Kind.STEPS, index);
            state.frontier.restoring(key.attempt()).rank(key.rank()).restore(key.page(), bytes);
        });
    }

    /** Records that are the same in all versions; those of the history and of earlier closings stay where they are. */
    private static void restoreRest(RunState state) {
        state.about = (RunStarted) event(state.storage.get(RecordKey.ABOUT));
        state.finished = (RunFinished) event(state.storage.get(RecordKey.FINISHED));
        state.evaluations.restore(evaluations(state.storage));
        scan(
                state,
                RecordKey.Kind.WINDOW,
                (key, bytes) -> state.window.buckets().restore(key, Bucket.read(ByteBuffer.wrap(bytes))));
        scan(
                state,
                RecordKey.Kind.STATE_CHANGE,
                (place, bytes) -> state.watch.log.restore(place, ByteBuffer.wrap(bytes)));
        scan(state, RecordKey.Kind.RANK, state.rankLosses::restore);
        restoreSplits(state, state.storage.get(RecordKey.SPLITS));
        scan(state, RecordKey.Kind.CLOCK, state.clock::restore);
        byte[] warnings = state.storage.get(RecordKey.WARNINGS);
        if (warnings != null) {
            state.warnings.restore(warnings);
        }
        byte[] dropped = state.storage.get(RecordKey.DROPPED);
        if (dropped != null) {
            state.frontier.restoreDropped(ByteBuffer.wrap(dropped));
        }
        byte[] watch = state.storage.get(RecordKey.WATCH);
        if (watch != null) {
            state.watch.restore(watch);
        }
    }

    /** The evaluations that are stored. */
    static List<Evaluation> evaluations(RunStorage storage) {
        List<Evaluation> evaluations = new ArrayList<>();
        storage.scan(
                RecordKey.Kind.EVALUATION, 0, Long.MAX_VALUE, (i, bytes) -> evaluations.add((Evaluation) event(bytes)));
        return evaluations;
    }

    private static void scan(RunState state, RecordKey.Kind kind, RunStorage.Visitor visitor) {
        state.storage.scan(kind, 0, Long.MAX_VALUE, visitor);
    }

    /** The event that a record holds; null where there is none. */
    static Event event(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        if (CODEC.decodeStored(bytes) instanceof Decoded.Accepted accepted) {
            return accepted.event();
        }
        throw new IllegalStateException("a stored event cannot be read: the store is damaged");
    }
}
