package io.neuralentropy.trainer;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.loop.StepLoop;
import io.neuralentropy.trainer.loop.StepResult;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.GridEntropies;
import java.time.InstantSource;
import java.util.HashMap;
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

    void started(DataSet data, StepLoop loop, long firstStep, KnownEntropies known) {
        EntropyRange range = options.entropies().range();
        sink.emit(RunStarted.of(origin())
                .name(options.name())
                .group(options.group())
                .labels(Map.of(
                        "seed", Long.toString(options.seed()),
                        "times", options.timeLaw().name().toLowerCase(Locale.ROOT),
                        "loss_weight", options.lossWeight().toString(),
                        "estimator", options.entropies().estimator().toString(),
                        "evaluated", options.averageDecay() == 0 ? "live" : "ema"))
                .model(options.network().kind().toString())
                .parameters(loop.parameterCount())
                .objective(options.objective().toString())
                .process(process(range))
                .logSnrRange(range.low(), range.high())
                .dimension(data.dimension())
                .dataset(new RunStarted.Dataset(data.name(), data.size()))
                .batchSize(options.batch())
                .plannedSteps(options.steps())
                .firstStep(firstStep)
                .totalEntropy(known.total())
                .totalEntropyLower(known.lower())
                .totalEntropyUpper(known.upper())
                .gaussianEntropy(known.gaussian())
                .profile(loop.profileAxis(), loop.profileEdges())
                .follow(options.objective().followed())
                .build());
    }

    /** Its name and numbers, and which shares of training's throws lie outside the range of the entropies. */
    private RunStarted.Process process(EntropyRange range) {
        DiffusionProcess process = options.process();
        Map<String, Double> numbers = new HashMap<>(process.numbers());
        numbers.put("shareAbove", range.shareAbove(process));
        numbers.put("shareBelow", range.shareBelow(process));
        return new RunStarted.Process(process.name(), numbers);
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

    void evaluation(long step, String split, GridEntropies entropies, HeldOutLikelihood.Bounds bounds) {
        sink.emit(new Evaluation(
                origin(),
                step,
                split,
                entropies.neural(),
                entropies.learned(),
                entropies.profile(),
                bounds.kl(),
                bounds.logLikelihood(),
                null,
                null,
                null));
    }

    void checkpoint(long step) {
        sink.emit(new Checkpoint(origin(), step));
    }

    void paused(String reason, double seconds, long step) {
        sink.emit(new RunPaused(origin(), reason, seconds, step));
    }

    void finished(RunFinished.Status status, String reason, long step) {
        sink.emit(new RunFinished(origin(), status, reason, step));
    }

    private Origin origin() {
        return new Origin(options.run(), attempt, 0, clock.millis());
    }
}
