package io.neuralentropy.trainer;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.loop.StepResult;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyBounds;
import io.neuralentropy.trainer.science.GridEntropies;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Says what happens in one attempt of a run, in the words of the event protocol. */
final class RunEvents {
    private final TrainingOptions options;
    private final EventSink sink;
    private final InstantSource clock;
    private final int attempt;

    RunEvents(TrainingOptions options, EventSink sink, InstantSource clock, int attempt) {
        this.options = options;
        this.sink = sink;
        this.clock = clock;
        this.attempt = attempt;
    }

    void started(DataSet data, long parameters, long firstStep, double[] profileEdges, EntropyEstimate total) {
        DiffusionProcess process = options.process();
        sink.emit(RunStarted.of(origin())
                .name(options.name())
                .group(options.group())
                .labels(Map.of(
                        "seed", Long.toString(options.seed()),
                        "times", options.timeLaw().name().toLowerCase(Locale.ROOT),
                        "loss_weight", options.lossWeight().toString()))
                .model("mlp")
                .parameters(parameters)
                .objective("entropy-matching")
                .process(new RunStarted.Process(process.name(), Map.of("kappa", process.kappa())))
                .logSnrRange(process.logSnr(process.timeHigh()), process.logSnr(process.timeLow()))
                .dimension(data.dimension())
                .dataset(new RunStarted.Dataset(data.name(), data.size()))
                .batchSize(options.batch())
                .plannedSteps(options.steps())
                .firstStep(firstStep)
                .totalEntropy(total)
                .gaussianEntropy(data.law() == null ? null : EntropyBounds.gaussian(process, data.law()))
                .profile("diffusion-time", profileEdges)
                .build());
    }

    void step(long step, StepResult result, double seconds) {
        sink.emit(Step.of(origin(), step)
                .samples(options.batch())
                .loss(result.loss())
                .neuralEntropy(result.neural())
                .learnedEntropy(result.learned())
                .profile(result.profile())
                .learningRate(options.learningRate())
                .gradientNorm(result.gradientNorm())
                .seconds(seconds)
                .build());
    }

    void evaluation(long step, String split, GridEntropies entropies) {
        sink.emit(new Evaluation(
                origin(),
                step,
                split,
                entropies.neural(),
                entropies.learned(),
                entropies.profile(),
                Absent.NUMBER,
                Absent.NUMBER,
                null,
                null,
                null));
    }

    void checkpoint(long step) {
        sink.emit(new Checkpoint(origin(), step));
    }

    void finished(RunFinished.Status status, String reason, long step) {
        sink.emit(new RunFinished(origin(), status, reason, step));
    }

    private Origin origin() {
        return new Origin(options.run(), attempt, 0, clock.millis());
    }
}
