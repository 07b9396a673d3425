package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Samples;
import io.neuralentropy.events.topics.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the monitor writes of a live run beside its state.
 *
 * @param step from which the run was measured
 * @param rate steps per second
 * @param seconds for how long
 * @param bytes by topic, on the broker's disk
 */
record RunHour(long step, int rate, int seconds, Map<String, Long> bytes) {
    private static final List<String> TOPICS = List.of(Topics.RUN_METRICS, Topics.RUN_CURVES);
    private static final String RUN = "archived";
    private static final int CHUNK = 250;
    private static final Duration LOOK = Duration.ofMillis(50);

    /** @param step how far the run is before: a multiple of {@value #CHUNK} */
    static RunHour measure(Whole whole, long step, int rate, int seconds) {
        Samples samples = new Samples(RUN);
        whole.send(samples.started());
        for (long done = 0; done < step; done += CHUNK) {
            whole.send(samples.steps(done + 1, CHUNK, false));
        }
        whole.flush();
        Whole.await("the run is as far", LOOK, () -> whole.shownStep(RUN) == step);
        Map<String, Long> before = settled(whole);
        long begin = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            whole.send(samples.steps(step + 1 + (long) second * rate, rate, false));
            whole.flush();
            LockSupport.parkNanos(begin + TimeUnit.SECONDS.toNanos(second + 1L) - System.nanoTime());
        }
        Map<String, Long> bytes = new LinkedHashMap<>();
        sizes(whole).forEach((topic, size) -> bytes.put(topic, size - before.get(topic)));
        return new RunHour(step, rate, seconds, bytes);
    }

    /** The sizes once what is written of a run that stands still has been written. */
    private static Map<String, Long> settled(Whole whole) {
        Map<String, Long> last = sizes(whole);
        while (true) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(35));
            Map<String, Long> now = sizes(whole);
            if (now.equals(last)) {
                return now;
            }
            last = now;
        }
    }

    private static Map<String, Long> sizes(Whole whole) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        TOPICS.forEach(topic -> sizes.put(topic, whole.bytesOf(topic)));
        return sizes;
    }

    /** Bytes per hour of a run that is live all the time. */
    long perHour(String topic) {
        return bytes.get(topic) * TimeUnit.HOURS.toSeconds(1) / seconds;
    }
}
