package io.neuralentropy.trainer;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.loop.StepTimes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Measures a training step of each network on this machine, on one and on two threads: the paper's work, batch 32 × 10 throws,
 * D = 9; and the U-Net of usual size, batch 32, on points as large as Fashion-MNIST's images.
 *
 * <pre>mvn -q -P step-timer -pl services/trainer -am process-classes [-Dbroker=HOST:PORT]</pre>
 *
 * <ul>
 *   <li>Alone, and beside a thread that never rests: ms a step, median of blocks of steps (fastest and slowest block); by the
 *       loop's own clock the milliseconds of forward, backward and optimizer, and the shares of working out the entropies and of
 *       building and handing over events.
 *   <li>With a broker: blocks that send nothing and blocks that send their events to Kafka take turns in one process. Their
 *       difference is all that emitting costs, the sending thread included.
 * </ul>
 */
public final class StepTimer {
    private static final int BLOCKS = 10;
    private static final double MILLION = 1e6;
    private static final int PIXELS = 28 * 28;

    private final Training training;
    private final Switch sink;
    private final int block;

    private StepTimer(Training training, Switch sink, int block) {
        this.training = training;
        this.sink = sink;
        this.block = block;
    }

    public static void main(String[] arguments) {
        for (Work work : Work.values()) {
            for (int threads = 1; threads <= 2; threads++) {
                time(work, threads, arguments);
            }
        }
    }

    private static void time(Work work, int threads, String[] arguments) {
        Switch sink = new Switch();
        try (Training training = Training.open(options(work, threads), sink)) {
            training.advance(work.warmUp);
            StepTimer timer = new StepTimer(training, sink, work.block);
            String what = work.label + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
            timer.measure(what + ", alone");
            Spinner spinner = new Spinner();
            try {
                timer.measure(what + ", beside a busy thread");
            } finally {
                spinner.stop();
            }
            if (arguments.length > 0) {
                timer.compareEmitting(what, arguments[0]);
            }
        }
    }

    /** What is timed. */
    private enum Work {
        PAPER("mlp, D = 9, 320 rows", 300, 50),
        IMAGES("unet, 28 x 28, 32 rows", 5, 3);

        private final String label;
        private final int warmUp;
        private final int block;

        Work(String label, int warmUp, int block) {
            this.label = label;
            this.warmUp = warmUp;
            this.block = block;
        }
    }

    private static TrainingOptions options(Work work, int threads) {
        boolean images = work == Work.IMAGES;
        DataSetRequest data = images
                ? DataSetRequest.of("gaussian").withDimension(PIXELS).withSize(64)
                : DataSetRequest.of("gaussian-mixture").withDimension(9);
        return TrainingOptions.of("step-timer-" + ProcessHandle.current().pid() + "-" + work.ordinal() + threads, data)
                .process(images ? "vp" : "vpx")
                .network(images ? NetworkOptions.unet() : NetworkOptions.mlp())
                .steps(Integer.MAX_VALUE)
                .evaluationInterval(0)
                .threads(threads)
                .build();
    }

    private void measure(String what) {
        StepTimes before = training.times();
        long emitted = training.emittingNanos();
        double[] blocks = new double[BLOCKS];
        double all = 0;
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = block();
            all += blocks[i] * block * MILLION;
        }
        StepTimes times = training.times().since(before);
        System.out.printf(
                Locale.ROOT,
                "%s: %s ms/step; forward %.1f, backward %.1f, optimizer %.1f ms; measuring %.2f %%, emitting %.2f %%%n",
                what,
                summary(blocks),
                milliseconds(times.forward()),
                milliseconds(times.backward()),
                milliseconds(times.optimizer()),
                100 * times.measuring() / all,
                100 * (training.emittingNanos() - emitted) / all);
    }

    /** A step's, of what a measurement's steps took. */
    private double milliseconds(long nanos) {
        return nanos / MILLION / (BLOCKS * block);
    }

    private void compareEmitting(String what, String bootstrapServers) {
        double[] silent = new double[BLOCKS];
        double[] emitting = new double[BLOCKS];
        TopicSetup.ensure(
                Map.of("bootstrap.servers", bootstrapServers), TopicSettings.defaults(), Duration.ofSeconds(30));
        KafkaEmitter kafka = KafkaEmitter.open(EmitterSettings.to(bootstrapServers));
        try {
            for (int i = 0; i < BLOCKS; i++) {
                silent[i] = block();
                sink.target = kafka;
                emitting[i] = block();
                sink.target = null;
            }
        } finally {
            kafka.close();
        }
        System.out.printf(
                Locale.ROOT,
                "%s, to Kafka: %s ms/step; in turn, sending nothing: %s; difference of medians %+.1f %%; %s%n",
                what,
                summary(emitting),
                summary(silent),
                100 * (median(emitting) / median(silent) - 1),
                kafka.counts());
    }

    /** Milliseconds a step over one block. */
    private double block() {
        long start = System.nanoTime();
        training.advance(block);
        return (System.nanoTime() - start) / MILLION / block;
    }

    private static String summary(double[] blocks) {
        double fastest = Arrays.stream(blocks).min().orElseThrow();
        double slowest = Arrays.stream(blocks).max().orElseThrow();
        return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", median(blocks), fastest, slowest);
    }

    private static double median(double[] blocks) {
        double[] sorted = blocks.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Hands events on while it has a target. */
    private static final class Switch implements EventSink {
        private EventSink target;

        @Override
        public void emit(Event event) {
            if (target != null) {
                target.emit(event);
            }
        }

        @Override
        public Counts counts() {
            return new Counts(0, 0, 0);
        }

        @Override
        public void close() {}
    }

    /** A thread that takes all of a core that it can get. */
    private static final class Spinner {
        private volatile boolean running = true;

        Spinner() {
            Thread thread = new Thread(this::spin, "spinner");
            thread.setDaemon(true);
            thread.start();
        }

        private void spin() {
            while (running) {
                // never rests, and never says so to the processor
            }
        }

        void stop() {
            running = false;
        }
    }
}
