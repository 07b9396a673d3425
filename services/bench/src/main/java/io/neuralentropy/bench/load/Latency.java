package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Samples;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from sending a step until the monitor's API shows it; of every event, not only of the oldest of a
 * snapshot. Resolution: the few milliseconds between two looks.
 *
 * @param rate events per second
 * @param millis per event, ascending
 */
record Latency(int rate, double[] millis) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(3);

    static Latency measure(Whole whole, String run, int rate, int events) {
        AtomicLongArray sent = new AtomicLongArray(events);
        Thread sender = new Thread(() -> send(whole, run, rate, sent), "steady-sender");
        sender.setDaemon(true);
        sender.start();
        double[] millis = new double[events];
        int[] shown = {0};
        Whole.await("step " + events + " of " + run, BETWEEN_LOOKS, () -> {
            long step = whole.shownStep(run);
            long now = System.nanoTime();
            for (; shown[0] < step; shown[0]++) {
                millis[shown[0]] = (now - sent.get(shown[0])) / 1e6;
            }
            return step == events;
        });
        Arrays.sort(millis);
        return new Latency(rate, millis);
    }

    private static void send(Whole whole, String run, int rate, AtomicLongArray sent) {
        Samples samples = new Samples(run);
        long begin = System.nanoTime();
        for (int i = 0; i < sent.length(); i++) {
            long due = begin + (long) (1e9 * i / rate);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            sent.set(i, System.nanoTime());
            whole.send(samples.step(i + 1, 0));
        }
    }

    /** The smallest latency that at least this share of events had at most. */
    double quantile(double share) {
        return millis[(int) Math.max(0, Math.ceil(share * millis.length) - 1)];
    }
}
