package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.Sampling;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sample",
        description = {
            "Draws samples from a run's newest checkpoint: images as a PNG, other points as CSV.",
            "By the probability flow, and by the averaged weights where the run keeps them."
        })
final class SampleCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private String run;

    @Option(
            names = "--checkpoint-dir",
            paramLabel = "DIR",
            required = true,
            description = "Where the run's checkpoints are.")
    private Path checkpoints;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write (default: RUN.STEP.png or RUN.STEP.csv here).")
    private Path file;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--sample-steps",
            paramLabel = "N",
            defaultValue = "50",
            description = "Steps of the flow, of two forward passes each (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seed of the noise that they start from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--label",
            paramLabel = "CLASS",
            description = "Class of all samples, of a network that knows classes (default: one after the other).")
    private Integer label;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that share the samples (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Mixin
    private DeviceOption device;

    SampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path written = Sampling.draw(
                new Sampling.Request(checkpoints, run, count, steps, seed, label, threads, device.checked(), file));
        console.print(count + " samples of " + run + " in " + written);
        return 0;
    }
}
