package io.neuralentropy.monitor.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the topology must know of each run beside its numbers: when its last event came, whether its newest numbers still
 * have to be written to the topic of run metrics, and up to which attempt it has expired. In a store of its own, a few
 * bytes per run; written only when one of the last two changes, so that an event costs nothing here.
 *
 * <p>Because marks change in the transaction that also holds the events and the written metrics, exactly those runs are
 * marked after a crash whose latest numbers nobody wrote.
 */
final class RunLedger {
    static final String NAME = "run-ledger";

    /** Attempt of a run that never expired. */
    static final int NEVER_EXPIRED = -1;

    private static final byte VERSION = 2;

    /** Had neither {@code isOurs} nor {@code curveBlocks}: there were no run curves yet. */
    private static final byte VERSION_1 = 1;

    private static final int BYTES = 3 + Long.BYTES + Integer.BYTES + Long.BYTES;

    /** Stored by their places: new ones go to the end. */
    private enum Mark {
        WRITTEN,
        UNWRITTEN,
        EXPIRED,
        CURVE_UNWRITTEN
    }

    /**
     * @param time when the last event came, or of an expired run, when it expired; ms
     * @param expiredAttempt the latest attempt that has expired
     * @param isOurs whether the record of run metrics was written from this state
     * @param curveBlocks blocks of the curve that were, a bit each
     */
    private record Entry(Mark mark, long time, int expiredAttempt, boolean isOurs, long curveBlocks) {
        byte[] bytes() {
            return ByteBuffer.allocate(BYTES)
                    .put(VERSION)
                    .put((byte) mark.ordinal())
                    .putLong(time)
                    .putInt(expiredAttempt)
                    .put((byte) (isOurs ? 1 : 0))
                    .putLong(curveBlocks)
                    .array();
        }

        static Entry read(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte version = in.get();
            if (version != VERSION && version != VERSION_1) {
                throw new IllegalStateException("the stored ledger has version " + version + ", this monitor reads "
                        + VERSION + ": run it with another application id, or the monitor that wrote it");
            }
            Mark mark = Mark.values()[in.get()];
            long time = in.getLong();
            int expiredAttempt = in.getInt();
            return version == VERSION_1
                    ? new Entry(mark, time, expiredAttempt, mark == Mark.WRITTEN, 0)
                    : new Entry(mark, time, expiredAttempt, in.get() != 0, in.getLong());
        }

        Entry marked(Mark newMark) {
            return new Entry(newMark, time, expiredAttempt, isOurs, curveBlocks);
        }

        boolean isUnwritten() {
            return mark == Mark.UNWRITTEN || mark == Mark.CURVE_UNWRITTEN;
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> unwritten = new LinkedHashSet<>();

    RunLedger(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Reads the store after a restore; forgets runs that expired before {@code forgetBefore}. */
    void load(long forgetBefore) {
        List<Bytes> forgotten = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<Bytes, byte[]> next = stored.next();
                Entry entry = Entry.read(next.value);
                if (entry.mark != Mark.EXPIRED) {
                    keep(new String(next.key.get(), StandardCharsets.UTF_8), entry);
                } else if (entry.time < forgetBefore) {
                    forgotten.add(next.key);
                }
            }
        }
        forgotten.forEach(store::delete);
    }

    private void keep(String run, Entry entry) {
        entries.put(run, entry);
        if (entry.isUnwritten()) {
            unwritten.add(run);
        } else {
            unwritten.remove(run);
        }
    }

    private void put(String run, Entry entry) {
        keep(run, entry);
        store.put(key(run), entry.bytes());
    }

    private static Bytes key(String run) {
        return Bytes.wrap(run.getBytes(StandardCharsets.UTF_8));
    }

    /** The latest attempt of a run that has expired, {@link #NEVER_EXPIRED} if none. */
    int expiredAttempt(String run) {
        Entry entry = entries.get(run);
        if (entry == null) {
            byte[] stored = store.get(key(run));
            entry = stored == null ? null : Entry.read(stored);
        }
        return entry == null ? NEVER_EXPIRED : entry.expiredAttempt;
    }

    /** Notes an event of a run: its numbers have to be written. */
    void heard(String run, long time) {
        Entry known = entries.get(run);
        if (known == null) {
            put(run, unwritten(time, expiredAttempt(run)));
            return;
        }
        Entry now = new Entry(
                Mark.UNWRITTEN, Math.max(known.time, time), known.expiredAttempt, known.isOurs, known.curveBlocks);
        if (known.mark == Mark.UNWRITTEN) {
            entries.put(run, now);
        } else {
            put(run, now);
        }
    }

    private static Entry unwritten(long time, int expiredAttempt) {
        return new Entry(Mark.UNWRITTEN, time, expiredAttempt, false, 0);
    }

    /** Notes that a run's newest numbers were written, all but its curve. */
    void recordWritten(String run) {
        Entry known = entries.get(run);
        put(run, new Entry(Mark.CURVE_UNWRITTEN, known.time, known.expiredAttempt, true, known.curveBlocks));
    }

    /** Notes that a run's curve was written too, and which blocks of it there are. */
    void curveWritten(String run, long blocks) {
        Entry known = entries.get(run);
        Mark mark = known.mark == Mark.UNWRITTEN ? Mark.UNWRITTEN : Mark.WRITTEN;
        put(run, new Entry(mark, known.time, known.expiredAttempt, known.isOurs, blocks));
    }

    /** Notes that a run's newest numbers will not be written: what is there knows more. */
    void kept(String run) {
        put(run, entries.get(run).marked(Mark.WRITTEN));
    }

    /** Whether what is in the topic of run metrics was written from this state. */
    boolean isOurs(String run) {
        return entries.get(run).isOurs;
    }

    /** Blocks of a run's curve that this state has in the topic of run curves, a bit each. */
    long curveBlocks(String run) {
        return entries.get(run).curveBlocks;
    }

    /** Notes that a run has left, up to this attempt. */
    void expired(String run, int attempt, long time) {
        entries.remove(run);
        unwritten.remove(run);
        store.put(key(run), new Entry(Mark.EXPIRED, time, attempt, false, 0).bytes());
    }

    /** Forgets a run that is none of this partition's. */
    void forget(String run) {
        entries.remove(run);
        unwritten.remove(run);
        store.delete(key(run));
    }

    /** Whether a run is kept. */
    boolean isKept(String run) {
        return entries.containsKey(run);
    }

    /** The runs that are kept. */
    List<String> runs() {
        return List.copyOf(entries.keySet());
    }

    /** Runs whose newest numbers or curve were not written, longest unwritten first. */
    List<String> unwritten() {
        return List.copyOf(unwritten);
    }

    boolean isUnwritten(String run) {
        return unwritten.contains(run);
    }

    /** Whether more is unwritten than the curve. */
    boolean isRecordUnwritten(String run) {
        return entries.get(run).mark == Mark.UNWRITTEN;
    }

    /** When the last event of a run that has not expired came. */
    long lastHeard(String run) {
        return entries.get(run).time;
    }
}
