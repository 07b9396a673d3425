package io.neuralentropy.trainer;

import static io.neuralentropy.trainer.SmallRuns.curve;
import static io.neuralentropy.trainer.SmallRuns.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every objective through the real loop. */
class ObjectivesTest {
    private final RecordingSink sink = new RecordingSink();

    @ParameterizedTest
    @CsvSource({
        "ENTROPY_MATCHING, vpx, unit",
        "SCORE_MATCHING, vp, unit",
        "NOISE_PREDICTION, ddpm-linear, unit",
        "DATA_PREDICTION, rectified-flow, noise",
        "V_PREDICTION, cosine, unit",
        "EDM, edm, unit",
        "VELOCITY, rectified-flow, unit"
    })
    void learnedEntropyRisesButNotOverTheTotalEntropy(Objective objective, String process, LossWeight weight) {
        TrainingOptions options = options()
                .objective(objective)
                .process(process)
                .kappa("vpx".equals(process) ? 0.5 : null)
                .lossWeight(weight)
                .batch(32)
                .throwsPerPoint(4)
                .hidden(List.of(64, 32))
                .learningRate(1e-3)
                .steps(600)
                .evaluationInterval(0)
                .build();
        train(options, 600, sink);

        RunStarted started = sink.only(RunStarted.class);
        double total = started.totalEntropy().nats();
        List<Step> steps = sink.all(Step.class);
        double start = mean(steps.subList(0, 10), step -> step.learnedEntropy().mean());
        double end = mean(steps.subList(500, 600), step -> step.learnedEntropy().mean());
        assertTrue(start < end, "S_lin from " + start + " to " + end);
        assertTrue(start < .5 * total, "S_lin " + start + " of " + total + " before it has learned anything");
        assertTrue(end < 1.2 * total, "S_lin " + end + " of " + total);
        assertEquals(objective.followed(), started.follow());
    }

    @Test
    void aRunSaysItsObjectiveItsProcessAndItsRange() {
        train(
                options()
                        .objective(Objective.EDM)
                        .process("edm")
                        .lossWeight(LossWeight.MIN_SNR)
                        .steps(32)
                        .evaluationInterval(32)
                        .build(),
                32,
                sink);

        RunStarted started = sink.only(RunStarted.class);
        assertEquals("edm", started.objective());
        assertEquals("edm", started.process().name());
        assertEquals(.5, started.process().numbers().get("kappa"));
        assertEquals(.5, started.process().numbers().get("sigmaData"));
        assertEquals(-1.2, started.process().numbers().get("pMean"));
        assertEquals(1.2, started.process().numbers().get("pStd"));
        assertEquals(.00135, started.process().numbers().get("shareBelow"), 1e-5);
        // ln σ < −4.5, which is z < −2.75
        assertEquals(.00298, started.process().numbers().get("shareAbove"), 1e-5);
        assertEquals(-4.8, started.logSnrLow(), 1e-3);
        assertEquals(9, started.logSnrHigh());
        assertEquals("log-snr", started.profileAxis());
        assertEquals(49, started.profileEdges().length);
        assertEquals("min-snr", started.labels().get("loss_weight"));
        assertEquals("bins", started.labels().get("estimator"));
        assertEquals("learned", started.follow());
        assertEquals(48, sink.all(Step.class).get(31).profile().count().length);
    }

    @ParameterizedTest
    @CsvSource({
        "NOISE_PREDICTION, ddpm-linear, false",
        "V_PREDICTION, ddpm-cosine, true",
        "EDM, edm, false",
        "VELOCITY, rectified-flow, false",
        "DATA_PREDICTION, cosine, false",
        "SCORE_MATCHING, sl, false"
    })
    void aResumedRunHasTheCurveOfAnUninterruptedOneToTheLastBit(
            Objective objective, String process, boolean controlVariates, @TempDir Path directory) {
        TrainingOptions.Builder builder = options()
                .objective(objective)
                .process(process)
                .estimator(Estimator.BINS)
                .controlVariates(controlVariates)
                .steps(40);
        RecordingSink whole = new RecordingSink();
        train(builder.build(), 40, whole);

        builder.checkpointDirectory(directory).checkpointInterval(10);
        train(builder.build(), 20, sink);
        RecordingSink second = new RecordingSink();
        train(builder.resume(true).build(), 40, second);

        List<String> pieces = new ArrayList<>(curve(sink));
        pieces.addAll(curve(second));
        assertEquals(curve(whole), pieces);
    }

    @Test
    void theCurveDoesNotDependOnHowItIsMeasured() {
        RecordingSink bins = new RecordingSink();
        train(options().estimator(Estimator.BINS).steps(10).build(), 10, bins);
        train(options().estimator(Estimator.TIME_AVERAGE).steps(10).build(), 10, sink);

        assertEquals(
                bins.all(Step.class).stream().map(Step::loss).toList(),
                sink.all(Step.class).stream().map(Step::loss).toList());
        assertFalse(curve(bins).equals(curve(sink)));
    }

    private static double mean(List<Step> steps, ToDoubleFunction<Step> value) {
        return steps.stream().mapToDouble(value).average().orElseThrow();
    }

    private static void train(TrainingOptions options, int steps, RecordingSink sink) {
        try (Training training = Training.open(options, sink)) {
            training.advance(steps);
        }
    }
}
