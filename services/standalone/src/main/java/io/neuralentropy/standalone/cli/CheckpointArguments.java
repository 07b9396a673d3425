package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a run that was stopped can go on from. */
final class CheckpointArguments {
    @Option(
            names = "--checkpoint-dir",
            paramLabel = "DIR",
            description = "Where checkpoints are kept (default: none are made).")
    private Path checkpointDirectory;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    private long checkpointInterval;

    @Option(names = "--resume", description = "Go on from the run's newest checkpoint in --checkpoint-dir.")
    private boolean resume;

    void apply(TrainingOptions.Builder options) {
        options.checkpointDirectory(checkpointDirectory)
                .checkpointInterval(checkpointInterval)
                .resume(resume);
    }
}
