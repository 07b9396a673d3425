package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.SampleOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Samples that a training writes. */
final class SampleArguments {
    @Option(
            names = "--sample-dir",
            paramLabel = "DIR",
            description = "Where samples are written now and then, images as a PNG, other points as CSV (default: none"
                    + " are).")
    private Path directory;

    @Option(
            names = "--sample-interval",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Steps between samples (default: ${DEFAULT-VALUE}).")
    private long interval;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "64",
            description = "Samples at a time (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--sample-steps",
            paramLabel = "N",
            defaultValue = "50",
            description = "Steps of the probability flow that makes them, of two forward passes each (default:"
                    + " ${DEFAULT-VALUE}).")
    private int steps;

    /** @throws io.neuralentropy.trainer.TrainingException where a value is out of its range */
    SampleOptions options() {
        return new SampleOptions(directory, interval, count, steps);
    }
}
