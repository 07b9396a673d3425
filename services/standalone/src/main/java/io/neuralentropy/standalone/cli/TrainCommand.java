package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunFinished.Status;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.trainer.Training;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.TrainingProgress;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "train",
        description = {
            "Trains a diffusion model and tells Kafka what it learns, step by step. Trains on when Kafka is away.",
            "Ctrl-C or SIGTERM ends the run as stopped (exit code 130 or 143). Exit code 1 when the run has failed."
        })
final class TrainCommand implements Callable<Integer> {
    private final Console console;
    private final StopSignal stop;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private EmitterOptions emitter;

    @Mixin
    private TrainingArguments arguments;

    @Mixin
    private DeviceOption device;

    TrainCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        TrainingOptions options = arguments.options(LocalDateTime.now());
        ComputeDevice on = device.checked();
        EmitterSettings settings = emitter.settings(kafka);
        topics.settings();
        LastWord events = new LastWord(KafkaEmitter.open(settings));
        stop.listen();
        try (events) {
            trainBesideTopics(options, on, events);
        }
        // after the close, which sends what is held, the counts are final
        console.print(delivery(events.counts()));
        return exitCode(events.finished());
    }

    private void trainBesideTopics(TrainingOptions options, ComputeDevice on, LastWord events) {
        TopicsInTheBackground setup =
                new TopicsInTheBackground(kafka.clientConfig(), topics.settings(), kafka.timeout(), console);
        try {
            train(options, on, events);
        } finally {
            setup.close();
        }
    }

    private void train(TrainingOptions options, ComputeDevice on, LastWord events) {
        long start = System.nanoTime();
        try (Training training = Training.open(options, events, on)) {
            long first = training.progress().step();
            console.print("training " + options.run());
            loop(training);
            double seconds = (System.nanoTime() - start) / 1e9;
            console.print(summary(training.progress(), events.finished(), first, seconds));
            RunLine.outside(
                            training.outside(),
                            options.process(),
                            options.entropies().range())
                    .ifPresent(console::print);
        }
    }

    private void loop(Training training) {
        LiveLines line = new LiveLines(console, System::nanoTime);
        Block block = new Block(System::nanoTime, stop::isRequested);
        try {
            while (!stop.isRequested() && block.advance(training)) {
                line.show(() -> List.of(RunLine.of(training.progress())));
            }
        } catch (RuntimeException | Error failure) {
            training.finish(Status.FAILED, failure.getClass().getSimpleName());
            throw failure;
        }
        if (stop.isRequested()) {
            training.finish(Status.STOPPED, stop.reason());
        }
        line.showNow(List.of(RunLine.of(training.progress())));
    }

    private static String summary(TrainingProgress progress, RunFinished finished, long first, double seconds) {
        String reason = finished.reason() == null ? "" : " (" + finished.reason() + ")";
        return progress.run() + ": " + finished.status().wireName() + reason + " after step " + progress.step() + "; "
                + RunLine.measures(progress) + "; " + (progress.step() - first) + " steps in "
                + Durations.text(seconds);
    }

    private static String delivery(EventSink.Counts counts) {
        String lost = counts.dropped() == 0
                ? ""
                : "; they are missing in the monitor: was Kafka away, or too slow for too long?";
        return "events: " + counts.emitted() + " emitted, " + counts.acknowledged() + " acknowledged, "
                + counts.dropped() + " dropped" + lost;
    }

    private int exitCode(RunFinished finished) {
        switch (finished.status()) {
            case COMPLETED:
                return 0;
            case STOPPED:
                return stop.exitCode();
            default:
                return 1;
        }
    }
}
