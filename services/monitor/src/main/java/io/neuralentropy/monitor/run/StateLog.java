package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Changes of a run's state in order, each a stored record of its own; the newest {@value Standing#MAX_CHANGES} are kept. */
final class StateLog {
    private static final int BYTES = 3 * Long.BYTES + 4 * Byte.BYTES + 7 * Double.BYTES;

    private final TreeMap<Long, StateChange> changes = new TreeMap<>();
    private final Consumer<RecordKey> changed;
    private int version;

    StateLog(Consumer<RecordKey> changed) {
        this.changed = changed;
    }

    void add(StateChange change) {
        long place = changes.isEmpty() ? 1 : changes.lastKey() + 1;
        changes.put(place, change);
        version++;
        changed.accept(key(place));
        if (changes.size() > Standing.MAX_CHANGES) {
            changed.accept(key(changes.pollFirstEntry().getKey()));
        }
    }

    /** Forgets what was decided after a step. */
    void dropAfter(long step) {
        while (!changes.isEmpty() && changes.lastEntry().getValue().step() > step) {
            changed.accept(key(changes.pollLastEntry().getKey()));
            version++;
        }
    }

    /** Goes up with each change of what is held. */
    int version() {
        return version;
    }

    /** By place, from 1: the newest ones. */
    NavigableMap<Long, StateChange> places() {
        return new TreeMap<>(changes);
    }

    /** Oldest first. */
    List<StateChange> all() {
        return new ArrayList<>(changes.values());
    }

    private static RecordKey key(long place) {
        return new RecordKey(RecordKey.Kind.STATE_CHANGE, place);
    }

    /** The stored form of a change; null where there is none (any more). */
    byte[] bytes(long place) {
        StateChange c = changes.get(place);
        if (c == null) {
            return null;
        }
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(c.step()).putLong(c.time()).putLong(c.since());
        out.put((byte) c.from().ordinal()).put((byte) c.to().ordinal());
        out.put((byte) c.cause().ordinal());
        out.putDouble(c.level()).putDouble(c.levelError());
        out.putDouble(c.gain()).putDouble(c.halfWidth()).putDouble(c.delta());
        out.putDouble(c.reference()).putDouble(c.share());
        out.put((byte) c.followed().ordinal());
        return out.array();
    }

    void restore(long place, ByteBuffer in) {
        long step = in.getLong();
        long time = in.getLong();
        long since = in.getLong();
        TrainingState from = TrainingState.values()[in.get()];
        TrainingState to = TrainingState.values()[in.get()];
        Cause cause = Cause.values()[in.get()];
        StateChange change = new StateChange(
                step,
                time,
                from,
                to,
                cause,
                since,
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                Quantity.NEURAL_ENTROPY);
        // an older version followed entropies alone, and did not say which
        changes.put(place, in.hasRemaining() ? change.following(Quantity.values()[in.get()]) : change);
    }
}
