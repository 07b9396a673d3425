package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often an attempt was launched: a loop that resumes without counting {@code attempt} up says so by a further {@code run.started}
 * with a {@code firstStep}. Knows the newest {@value #MOST} launches, of each the ranks that announced it, {@value #MOST_RANKS} at most.
 *
 * <p>Another rank with the same first step, or the same rank at the same time, announces the same launch again. Anything else that
 * names a first step beyond 1 is a new one. What a rank sent before its own {@code run.started} of a launch belongs to an earlier one. Where
 * its clock was set back in between, and of ranks that sent none, the order of arrival decides.
 */
final class Launches {
    static final int MOST = 16;
    static final int MOST_RANKS = 16;

    private final Deque<Launch> launches = new ArrayDeque<>();

    /** What a {@code run.started} is to an attempt. */
    enum Start {
        /** It says where the attempt starts. */
        FIRST,
        /** It says nothing new. */
        KNOWN,
        /** All from its first step on is taken back. */
        RESUMPTION
    }

    /** Times, trainer's clock, at which ranks told of it. */
    private record Launch(long first, boolean resumes, TreeMap<Integer, Long> times) {
        boolean isToldBy(int rank, long time) {
            Long told = times.get(rank);
            return told != null && told == time;
        }

        boolean isAfter(int rank, long time) {
            Long told = times.get(rank);
            return resumes && told != null && told > time;
        }
    }

    /** @param hasEarlier whether the attempt has steps before {@code first} */
    Start hear(int rank, long time, long first, boolean hasEarlier) {
        if (launches.stream().anyMatch(launch -> launch.first == first && launch.isToldBy(rank, time))) {
            return Start.KNOWN;
        }
        if (launches.isEmpty() && !hasEarlier) {
            begin(rank, time, first, false);
            return Start.FIRST;
        }
        Launch newest = launches.peekLast();
        if (newest != null && newest.isToldBy(rank, time)) {
            return correct(newest, first);
        }
        boolean joins = newest != null && newest.first == first && !newest.times.containsKey(rank);
        if (joins && newest.times.size() < MOST_RANKS) {
            note(newest, rank, time);
        }
        if (joins || first == 1) {
            return Start.KNOWN;
        }
        begin(rank, time, first, true);
        return Start.RESUMPTION;
    }

    /** A rank tells of the same launch otherwise: the lower first step counts. */
    private Start correct(Launch newest, long first) {
        if (first >= newest.first) {
            return Start.KNOWN;
        }
        launches.removeLast();
        launches.addLast(new Launch(first, newest.resumes, newest.times));
        return newest.resumes ? Start.RESUMPTION : Start.FIRST;
    }

    private void begin(int rank, long time, long first, boolean resumes) {
        Launch launch = new Launch(first, resumes, new TreeMap<>());
        note(launch, rank, time);
        launches.addLast(launch);
        if (launches.size() > MOST) {
            launches.removeFirst();
        }
    }

    /** Of earlier launches that this rank's clock puts behind this one the order of arrival is what is left to go by. */
    private void note(Launch launch, int rank, long time) {
        launches.forEach(earlier -> {
            if (earlier.times.getOrDefault(rank, Long.MIN_VALUE) > time) {
                earlier.times.remove(rank);
            }
        });
        launch.times.put(rank, time);
    }

    /** A start that an older layout has stored, which did not say who told of it. */
    void restoreStart(long first) {
        launches.addLast(new Launch(first, false, new TreeMap<>()));
    }

    /** One that told of it after all. */
    void restoreTold(int rank, long time) {
        if (!launches.isEmpty()) {
            launches.peekLast().times.put(rank, time);
        }
    }

    /** Whether a later launch has taken back what a rank said of a step at a time. */
    boolean isTakenBack(int rank, long step, long time) {
        Iterator<Launch> newestFirst = launches.descendingIterator();
        while (newestFirst.hasNext()) {
            Launch launch = newestFirst.next();
            if (launch.first <= step && launch.isAfter(rank, time)) {
                return true;
            }
        }
        return false;
    }

    /** First step of the newest one; 1 before any. */
    long newestFirst() {
        return launches.isEmpty() ? 1 : launches.peekLast().first;
    }

    int bytes() {
        return Short.BYTES
                + launches.stream()
                        .mapToInt(launch -> Long.BYTES + 2 + launch.times.size() * (Integer.BYTES + Long.BYTES))
                        .sum();
    }

    void write(ByteBuffer out) {
        out.putShort((short) launches.size());
        for (Launch launch : launches) {
            out.putLong(launch.first).put((byte) (launch.resumes ? 1 : 0)).put((byte) launch.times.size());
            for (Map.Entry<Integer, Long> told : launch.times.entrySet()) {
                out.putInt(told.getKey()).putLong(told.getValue());
            }
        }
    }

    void restore(ByteBuffer in) {
        int size = in.getShort();
        for (int i = 0; i < size; i++) {
            Launch launch = new Launch(in.getLong(), in.get() != 0, new TreeMap<>());
            int ranks = in.get();
            for (int j = 0; j < ranks; j++) {
                launch.times.put(in.getInt(), in.getLong());
            }
            launches.addLast(launch);
        }
    }
}
