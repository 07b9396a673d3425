package io.neuralentropy.trainer;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.trainer.data.DataSetRequest;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures a training step on this machine: the paper's work, batch 32 × 10 throws, D = 9, on one and on two threads, alone
 * and beside a thread that never rests. Prints one line each:
 *
 * <pre>mvn -q -pl services/trainer -am test-compile exec:exec@step-timer</pre>
 *
 * Times are medians of blocks of steps, with the fastest and the slowest block. The shares are what measuring entropies and
 * building and handing over events took of the same steps, by the loop's own clock; the sink counts and forgets.
 */
public final class StepTimer {
    private static final int WARM_UP = 300;
    private static final int BLOCKS = 10;
    private static final int BLOCK = 50;
    private static final double MILLION = 1e6;

    private StepTimer() {}

    public static void main(String[] arguments) {
        for (boolean busy : new boolean[] {false, true}) {
            for (int threads = 1; threads <= 2; threads++) {
                measure(threads, busy, System.out);
            }
        }
    }

    private static void measure(int threads, boolean busy, PrintStream out) {
        TrainingOptions options = TrainingOptions.of(
                        "step-timer", DataSetRequest.of("gaussian-mixture").withDimension(9))
                .process("vpx")
                .steps(Long.MAX_VALUE)
                .evaluationInterval(0)
                .threads(threads)
                .build();
        Spinner spinner = busy ? new Spinner() : null;
        try (Training training = Training.open(options, new Counter())) {
            training.advance(WARM_UP);
            double[] blocks = new double[BLOCKS];
            long measured = training.measuringNanos();
            long emitted = training.emittingNanos();
            long start = System.nanoTime();
            for (int i = 0; i < BLOCKS; i++) {
                long blockStart = System.nanoTime();
                training.advance(BLOCK);
                blocks[i] = (System.nanoTime() - blockStart) / MILLION / BLOCK;
            }
            double all = System.nanoTime() - start;
            Arrays.sort(blocks);
            out.printf(
                    Locale.ROOT,
                    "%d thread(s), %s: %.1f ms/step (%.1f-%.1f); measuring %.2f %%, emitting %.2f %%%n",
                    threads,
                    busy ? "beside a busy thread" : "alone",
                    (blocks[BLOCKS / 2 - 1] + blocks[BLOCKS / 2]) / 2,
                    blocks[0],
                    blocks[BLOCKS - 1],
                    100 * (training.measuringNanos() - measured) / all,
                    100 * (training.emittingNanos() - emitted) / all);
        } finally {
            if (spinner != null) {
                spinner.close();
            }
        }
    }

    /** Counts events and forgets them. */
    private static final class Counter implements EventSink {
        private final AtomicLong emitted = new AtomicLong();

        @Override
        public void emit(Event event) {
            emitted.incrementAndGet();
        }

        @Override
        public Counts counts() {
            return new Counts(emitted.get(), emitted.get(), 0);
        }

        @Override
        public void close() {}
    }

    /** A thread that takes all of a core that it can get. */
    private static final class Spinner implements AutoCloseable {
        private volatile boolean running = true;
        private volatile long count;
        private final Thread thread = new Thread(this::spin, "spinner");

        Spinner() {
            thread.setDaemon(true);
            thread.start();
        }

        private void spin() {
            long own = 0;
            while (running) {
                own++;
            }
            count = own;
        }

        @Override
        public void close() {
            running = false;
        }
    }
}
