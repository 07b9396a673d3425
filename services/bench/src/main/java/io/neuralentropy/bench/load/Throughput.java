package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Samples;
import java.time.Duration;
import java.util.Arrays;

/**
 * How fast steps went through.
 *
 * @param events sent
 * @param runs that they belong to
 * @param sentSeconds from the first send until the broker had acknowledged the last
 * @param shownSeconds from the first send until snapshots showed the last step of every run
 */
record Throughput(int events, int runs, double sentSeconds, double shownSeconds) {
    static Throughput measure(Whole whole, String name, int events, int runs) {
        Samples[] samples = new Samples[runs];
        Arrays.setAll(samples, i -> new Samples(name + "-" + i));
        long begin = System.nanoTime();
        for (int i = 0; i < events; i++) {
            whole.send(samples[i % runs].step(1 + i / runs, 0));
        }
        whole.flush();
        double sent = secondsSince(begin);
        for (int run = 0; run < runs; run++) {
            String id = name + "-" + run;
            long last = events / runs + (run < events % runs ? 1 : 0);
            Whole.await("step " + last + " of " + id, Duration.ofMillis(5), () -> whole.shownStep(id) == last);
        }
        return new Throughput(events, runs, sent, secondsSince(begin));
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    double eventsPerSecond() {
        return events / shownSeconds;
    }
}
