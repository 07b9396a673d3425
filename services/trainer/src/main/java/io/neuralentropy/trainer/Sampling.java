package io.neuralentropy.trainer;

import io.neuralentropy.trainer.loop.CheckpointException;
import io.neuralentropy.trainer.loop.Checkpoints;
import io.neuralentropy.trainer.loop.Sampler;
import io.neuralentropy.trainer.loop.SavedRun;
import io.neuralentropy.trainer.loop.SavedSampler;
import io.neuralentropy.trainer.network.ComputeDevice;
import io.neuralentropy.trainer.network.EngineUnavailableException;
import java.nio.file.Path;

/** Samples from a run's newest checkpoint, as a file: PNG where its data are images, else CSV. */
public final class Sampling {
    private static final int MOST = 1 << 16;

    private Sampling() {}

    /**
     * What to draw.
     *
     * @param checkpoints directory of the run's checkpoints
     * @param run its id
     * @param count samples
     * @param steps of the flow; each is two forward passes
     * @param seed of where they start
     * @param label class of all; null: each its own in turn, where the network knows classes
     * @param threads that share the samples
     * @param device that computes them
     * @param file to write; null: {@code RUN.STEP.png} or {@code .csv} in the working directory
     */
    public record Request(
            Path checkpoints,
            String run,
            int count,
            int steps,
            long seed,
            Integer label,
            int threads,
            ComputeDevice device,
            Path file) {}

    /**
     * Draws them and writes the file.
     *
     * @return the file
     * @throws TrainingException for what a user can mend; one line
     */
    public static Path draw(Request request) {
        require(request.count() >= 1 && request.count() <= MOST, "samples must be 1 to " + MOST);
        require(request.steps() >= 1, "steps must be at least 1");
        require(request.threads() >= 1, "threads must be at least 1");
        try {
            request.device().check();
            SavedRun saved = Checkpoints.newestOf(request.checkpoints(), request.run());
            require(
                    saved != null,
                    "run " + request.run() + " has no checkpoint in " + request.checkpoints()
                            + ": name the directory that it was trained with");
            return draw(request, saved);
        } catch (CheckpointException | EngineUnavailableException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private static Path draw(Request request, SavedRun saved) {
        SavedNetwork network = SavedNetwork.of(saved.settings());
        int classes = network.network().classes();
        int label = request.label() == null ? Sampler.EACH_CLASS : request.label();
        require(
                request.label() == null || label >= 0 && label < classes,
                classes == 0
                        ? "run " + request.run() + " was trained without labels: leave the label out"
                        : "label must be 0 to " + (classes - 1) + ", not " + label);
        Path file = request.file() == null
                ? Path.of(request.run() + "." + saved.step() + SampleFile.ending(network.image()))
                : request.file();
        try (SavedSampler sampler = new SavedSampler(
                network.process(),
                network.objective(),
                network.network(),
                network.dimension(),
                network.seed(),
                saved.state(),
                request.threads(),
                request.device())) {
            float[] samples = sampler.sampler().sample(request.count(), request.steps(), request.seed(), label);
            SampleFile.write(file, samples, network.dimension(), network.image());
        }
        return file;
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new TrainingException(message);
        }
    }
}
