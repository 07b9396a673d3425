package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import io.neuralentropy.events.codec.EventCodec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;

/**
 * What is known of a run's silences: the recent ones that it came back from, and the one that it has declared. By these it is judged
 * how long it may be silent.
 *
 * <p>A silence counts as far as two clocks agree on it: the one by which events are heard, which a replay of old events compresses and
 * an outage of the monitor stretches, and the trainer's, which may be set. Neither a replay nor an outage nor a clock that jumps so
 * makes a habit. A pause that was declared makes none either, nor does the time between an attempt and the next.
 */
final class Silences {
    /** Silences that are remembered. */
    static final int KEPT = 8;

    private static final long NEVER = Long.MIN_VALUE;
    private static final EventCodec CODEC = new EventCodec();

    private final Deque<Long> longOnes = new ArrayDeque<>();
    private long lastHeard = NEVER;
    private long lastTime;
    private RunPaused declared;

    /**
     * Notes an event, before the run takes it.
     *
     * @param heardAt when it was heard, ms
     * @param attempt the latest one heard of before
     * @param step the highest one before
     * @param minSeconds below which no silence is long
     * @param usualSeconds below which this run's is not; at least {@code minSeconds}, asked for only when it matters
     */
    void heard(Event event, long heardAt, int attempt, long step, double minSeconds, DoubleSupplier usualSeconds) {
        int its = event.origin().attempt();
        long time = event.origin().time();
        boolean goesOn = lastHeard != NEVER && declared == null && its == attempt && !(event instanceof RunStarted);
        long silence = goesOn ? Math.min(heardAt - lastHeard, time - lastTime) : 0;
        if (silence > 1000 * minSeconds && silence > 1000 * usualSeconds.getAsDouble()) {
            remember(silence);
        }
        lastHeard = Math.max(lastHeard, heardAt);
        lastTime = time;
        if (its >= attempt) {
            declare(event, attempt, step);
        }
    }

    private void remember(long silence) {
        if (longOnes.size() == KEPT) {
            longOnes.removeFirst();
        }
        longOnes.addLast(silence);
    }

    private void declare(Event event, int attempt, long step) {
        if (event instanceof RunPaused paused) {
            declared = paused;
        } else if (declared != null && ends(event, attempt, step)) {
            declared = null;
        }
    }

    /** Steps of other ranks that were on their way when this one fell silent end no pause. */
    private boolean ends(Event event, int attempt, long step) {
        return event.origin().attempt() > attempt
                || event.origin().rank() == declared.origin().rank()
                || lastStep(event) > step;
    }

    private static long lastStep(Event event) {
        if (event instanceof Step step) {
            return step.step();
        }
        return event instanceof Steps steps ? steps.first() + steps.size() - 1 : 0;
    }

    /** The longest of the recent silences that the run came back from, seconds; 0 where none. */
    double longestSeconds() {
        return longOnes.stream().mapToLong(Long::longValue).max().orElse(0) / 1000.0;
    }

    /** The pause that the run is in; null where it is in none. */
    RunPaused declared() {
        return declared;
    }

    /** The stored form; {@link #restore} is its inverse. */
    byte[] bytes() {
        byte[] pause = declared == null ? new byte[0] : CODEC.encode(declared);
        ByteBuffer out =
                ByteBuffer.allocate(2 * Long.BYTES + 1 + longOnes.size() * Long.BYTES + Short.BYTES + pause.length);
        out.putLong(lastHeard).putLong(lastTime);
        out.put((byte) longOnes.size());
        longOnes.forEach(out::putLong);
        return out.putShort((short) pause.length).put(pause).array();
    }

    void restore(ByteBuffer in) {
        lastHeard = in.getLong();
        lastTime = in.getLong();
        for (int left = in.get(); left > 0; left--) {
            longOnes.addLast(in.getLong());
        }
        byte[] pause = new byte[in.getShort()];
        in.get(pause);
        declared = pause.length == 0 ? null : (RunPaused) RunRecords.event(pause);
    }
}
