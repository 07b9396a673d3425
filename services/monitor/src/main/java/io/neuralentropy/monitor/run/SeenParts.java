package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which steps were seen of which {@linkplain StepParts parts}, beside the set of all steps seen. Parts that always came together share
 * a set, and those that came with every step share that of all steps: a run that sends one event per step costs nothing here.
 *
 * <p>A set of a part has at most {@value #MAX_ENTRIES} entries ({@link StepSet}): what was left out long ago can no longer be added.
 */
final class SeenParts {
    static final int MAX_ENTRIES = 48;

    /** Sets there can be: one per part. */
    static final int MAX_SETS = Integer.bitCount(StepParts.ALL);

    private final StepSet steps;
    private final List<Lane> lanes = new ArrayList<>();

    // came with every step
    private int always = StepParts.ALL;
    private boolean dirty;

    private record Lane(int parts, StepSet seen) {}

    /** @param steps all steps seen, of whatever part */
    SeenParts(StepSet steps) {
        this.steps = steps;
    }

    /** Which of some parts are new in a range of steps: all where no step of it was seen. */
    int unseen(int parts, long first, long last) {
        if (!steps.intersects(first, last)) {
            return parts;
        }
        int unseen = parts & ~everSeen();
        for (Lane lane : lanes) {
            if ((lane.parts & parts) != StepParts.NONE && !lane.seen.intersects(first, last)) {
                unseen |= lane.parts & parts;
            }
        }
        return unseen;
    }

    private int everSeen() {
        int seen = always;
        for (Lane lane : lanes) {
            seen |= lane.parts;
        }
        return seen;
    }

    /** Takes parts of a range of steps that are not seen; says how many of the steps were not seen in any part. */
    long add(int parts, long first, long last) {
        if (steps.isEmpty()) {
            forget();
            always = parts;
        }
        boolean bringsSteps = steps.count(first, last) < last - first + 1;
        int leftOut = always & ~parts;
        if (bringsSteps && leftOut != StepParts.NONE) {
            lanes.add(new Lane(leftOut, limited(steps.copy())));
            always &= parts;
            dirty = true;
        }
        int firstSeen = parts & ~everSeen();
        for (int i = lanes.size() - 1; i >= 0; i--) {
            add(i, parts, first, last);
        }
        if (firstSeen != StepParts.NONE) {
            lanes.add(new Lane(firstSeen, new StepSet()));
            lanes.get(lanes.size() - 1).seen.add(first, last);
            dirty = true;
        }
        return steps.fill(first, last);
    }

    private void add(int i, int parts, long first, long last) {
        Lane lane = lanes.get(i);
        int coming = lane.parts & parts;
        if (coming == StepParts.NONE) {
            return;
        }
        if (coming != lane.parts) {
            lanes.add(new Lane(lane.parts & ~parts, lane.seen.copy()));
            lanes.set(i, new Lane(coming, lane.seen));
        }
        lane.seen.fill(first, last);
        limited(lane.seen);
        dirty = true;
    }

    private static StepSet limited(StepSet set) {
        set.limit(MAX_ENTRIES);
        return set;
    }

    /** Drops every step of at least {@code from}, but of the set of all steps. */
    void removeFrom(long from) {
        lanes.forEach(lane -> lane.seen.removeFrom(from));
        lanes.removeIf(lane -> lane.seen.isEmpty());
        dirty = true;
    }

    void limit(int entries) {
        lanes.forEach(lane -> lane.seen.limit(entries));
        dirty = true;
    }

    /** From now on the parts of the steps so far are no longer told apart: all of them count as seen. */
    void forget() {
        dirty |= !lanes.isEmpty();
        lanes.clear();
        always = StepParts.ALL;
    }

    /** Highest step of a part; 0 before any. */
    long highest(int part) {
        if ((always & part) != StepParts.NONE) {
            return highest(steps);
        }
        for (Lane lane : lanes) {
            if ((lane.parts & part) != StepParts.NONE) {
                return highest(lane.seen);
            }
        }
        return 0;
    }

    private static long highest(StepSet set) {
        return set.isEmpty() ? 0 : set.max();
    }

    /** Entries of the sets beside that of all steps. */
    int entries() {
        return lanes.stream().mapToInt(lane -> lane.seen.entries()).sum();
    }

    /** Parts that share the set of all steps. */
    int always() {
        return always;
    }

    int sets() {
        return lanes.size();
    }

    /** Whether a set may have changed since the last {@link #clean}. */
    boolean isDirty() {
        return dirty;
    }

    /** Everything up to now is stored. */
    void clean() {
        dirty = false;
    }

    /** The stored form of a set. */
    byte[] bytes(int set) {
        Lane lane = lanes.get(set);
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + lane.seen.entries() * StepSet.ENTRY_BYTES);
        lane.seen.write(out.putInt(lane.parts), 0, lane.seen.entries());
        return out.array();
    }

    /** Puts back the parts that share the set of all steps. */
    void restoreAlways(int parts) {
        always = parts;
    }

    /** Puts back a set that {@link #bytes} gave; in ascending order. */
    void restore(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int parts = in.getInt();
        StepSet seen = new StepSet();
        seen.restore(in, 0);
        lanes.add(new Lane(parts, seen));
    }
}
