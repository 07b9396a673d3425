package io.neuralentropy.trainer;

import static io.neuralentropy.trainer.SmallRuns.curve;
import static io.neuralentropy.trainer.SmallRuns.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.trainer.data.DataSetException;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.DiffusionProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private final RecordingSink sink = new RecordingSink();

    @Nested
    class SaysWhatItDoes {
        @Test
        void firstThatItStartsThenEachStepThenThatItIsDone() {
            train(options().steps(5).build());

            assertEquals(
                    List.of(
                            EventType.RUN_STARTED,
                            EventType.STEP,
                            EventType.STEP,
                            EventType.STEP,
                            EventType.STEP,
                            EventType.STEP,
                            EventType.RUN_PAUSED,
                            EventType.EVALUATION,
                            EventType.RUN_FINISHED),
                    sink.events().stream().map(Event::type).toList());
            assertEquals(
                    LongStream.rangeClosed(1, 5).boxed().toList(),
                    sink.all(Step.class).stream().map(Step::step).toList());
            RunFinished finished = sink.only(RunFinished.class);
            assertEquals(RunFinished.Status.COMPLETED, finished.status());
            assertEquals(5, finished.step());
        }

        @Test
        void whatIsTrainedOnWhat() {
            train(options()
                    .name("A run")
                    .group("law")
                    .process("vpx")
                    .kappa(0.3)
                    .lossWeight(LossWeight.MAXIMUM_LIKELIHOOD)
                    .batch(8)
                    .steps(3)
                    .build());

            RunStarted started = sink.only(RunStarted.class);
            DiffusionProcess process = DiffusionProcess.vpx(0.3);
            assertEquals("run", started.run());
            assertEquals(0, started.origin().attempt());
            assertEquals("A run", started.name());
            assertEquals("law", started.group());
            assertEquals("maximum-likelihood", started.labels().get("loss_weight"));
            assertEquals("mlp", started.model());
            assertTrue(started.parameters() > 1000);
            assertEquals("entropy-matching", started.objective());
            assertEquals("neural", started.follow());
            assertEquals("time-average", started.labels().get("estimator"));
            assertEquals("vpx", started.process().name());
            assertEquals(0.3, started.process().numbers().get("kappa"));
            assertEquals(process.logSnr(1), started.logSnrLow(), 1e-12);
            assertEquals(process.logSnr(1e-5), started.logSnrHigh(), 1e-12);
            assertEquals(1, started.dimension());
            assertEquals(new RunStarted.Dataset("gaussian", 200), started.dataset());
            assertEquals(8, started.batchSize());
            assertEquals(3, started.plannedSteps());
            assertEquals(1, started.firstStep());
            assertEquals("analytic", started.totalEntropy().method());
            // a Gaussian's own Gaussian is itself
            assertEquals(
                    started.totalEntropy().nats(), started.gaussianEntropy().nats(), 1e-9);
            assertEquals("diffusion-time", started.profileAxis());
            assertEquals(33, started.profileEdges().length);
            assertEquals(1e-5, started.profileEdges()[0]);
            assertEquals(1, started.profileEdges()[32]);
        }

        @Test
        void whatEachStepMeasured() {
            train(options().steps(64).learningRate(2e-3).build());

            for (Step step : sink.all(Step.class)) {
                assertEquals(16, step.samples());
                assertTrue(step.loss() > 0);
                assertTrue(step.neuralEntropy().mean() >= 0);
                assertEquals(16, step.neuralEntropy().count());
                assertTrue(step.neuralEntropy().hasVariance());
                assertEquals(16, step.learnedEntropy().count());
                assertEquals(2e-3, step.learningRate());
                assertTrue(step.gradientNorm() > 0);
                assertTrue(step.seconds() > 0);
                assertEquals(step.step() % 32 == 0, step.profile() != null);
            }
        }

        @Test
        void whenByItsClock() {
            Instant now = Instant.ofEpochMilli(1_764_000_000_000L);
            try (Training training = Training.open(options().steps(2).build(), sink, () -> now)) {
                training.advance(2);
            }

            sink.events()
                    .forEach(event ->
                            assertEquals(now.toEpochMilli(), event.origin().time()));
        }

        @Test
        void howItDoesOnPointsThatItWasNotTrainedOn() {
            train(options().steps(25).evaluationInterval(10).build());

            List<Evaluation> evaluations = sink.all(Evaluation.class);
            assertEquals(
                    List.of(10L, 20L, 25L),
                    evaluations.stream().map(Evaluation::step).toList());
            for (Evaluation evaluation : evaluations) {
                assertEquals("held-out", evaluation.split());
                assertEquals(100, evaluation.profile().at().length);
                assertEquals(30, evaluation.neuralEntropy().count());
            }
        }

        @Test
        void nothingOfHeldOutPointsWhenNotAsked() {
            train(options().steps(5).evaluationInterval(0).build());

            assertTrue(sink.all(Evaluation.class).isEmpty());
        }

        @Test
        void thatItWasStoppedWhenClosedBeforeItsEnd() {
            try (Training training = Training.open(options().steps(10).build(), sink)) {
                assertTrue(training.advance(4));
            }

            RunFinished finished = sink.only(RunFinished.class);
            assertEquals(RunFinished.Status.STOPPED, finished.status());
            assertEquals(4, finished.step());
        }

        @Test
        void onlyOnceHowItEnded() {
            try (Training training = Training.open(options().steps(10).build(), sink)) {
                training.finish(RunFinished.Status.FAILED, "no more");
                training.finish(RunFinished.Status.COMPLETED, null);
                assertFalse(training.advance(5));
            }

            RunFinished finished = sink.only(RunFinished.class);
            assertEquals(RunFinished.Status.FAILED, finished.status());
            assertEquals("no more", finished.reason());
            assertTrue(sink.all(Step.class).isEmpty());
        }
    }

    @Test
    void learnsAGaussian() {
        TrainingOptions options = options()
                .process("vpx")
                .kappa(0.5)
                .batch(32)
                .throwsPerPoint(4)
                .hidden(List.of(64, 32))
                .learningRate(1e-3)
                .steps(600)
                .evaluationPoints(256)
                .build();
        TrainingProgress progress = train(options);

        List<Step> steps = sink.all(Step.class);
        double total = sink.only(RunStarted.class).totalEntropy().nats();
        double start = mean(steps.subList(0, 5));
        double end = mean(steps.subList(550, 600));
        assertTrue(start < 0.5 * total, "S_NN " + start + " of " + total + " before it has learned anything");
        assertTrue(end > 0.75 * total, "S_NN " + end + " of " + total + " at the end");
        assertTrue(end < 1.25 * total, "S_NN " + end + " of " + total + " at the end");
        Evaluation evaluation = sink.only(Evaluation.class);
        assertEquals(end, evaluation.neuralEntropy().mean(), 0.2 * total);
        assertTrue(progress.learnedEntropy().value() < 1.1 * total);
    }

    @Test
    void totalEntropyOfAMixtureComesWithItsError() {
        train(options(DataSetRequest.of("gaussian-mixture").withDimension(3))
                .steps(1)
                .evaluationInterval(0)
                .build());

        RunStarted started = sink.only(RunStarted.class);
        assertEquals("monte-carlo", started.totalEntropy().method());
        assertTrue(started.totalEntropy().standardError() > 0);
        assertTrue(started.gaussianEntropy().nats() < started.totalEntropy().nats());
    }

    @Nested
    class WhenItDiverges {
        private final TrainingOptions options =
                options().steps(1000).learningRate(1e30).evaluationInterval(0).build();

        @Test
        void emitsLossesThatAreNotFiniteAndGoesOn() {
            try (Training training = Training.open(options, sink)) {
                assertTrue(training.advance(50));
            }

            List<Step> steps = sink.all(Step.class);
            assertEquals(50, steps.size());
            Step last = steps.get(49);
            assertFalse(Double.isFinite(last.loss()));
            assertFalse(Double.isFinite(last.neuralEntropy().mean()));
        }

        @Test
        void failsAfterAHundredOfThemInARow() {
            TrainingProgress progress = train(options);

            RunFinished finished = sink.only(RunFinished.class);
            assertEquals(RunFinished.Status.FAILED, finished.status());
            assertTrue(finished.reason().contains("not finite"), finished.reason());
            assertEquals(progress.step(), finished.step());
            long nonFinite = sink.all(Step.class).stream()
                    .filter(step -> !Double.isFinite(step.loss()))
                    .count();
            assertEquals(100, nonFinite);
        }
    }

    @Nested
    class Progress {
        @Test
        void knowsNothingBeforeTheFirstStep() {
            try (Training training = Training.open(options().steps(10).build(), sink)) {
                TrainingProgress progress = training.progress();

                assertEquals(0, progress.step());
                assertEquals(10, progress.plannedSteps());
                assertNull(progress.neuralEntropy());
                assertTrue(Double.isNaN(progress.loss()));
                assertTrue(Double.isNaN(progress.etaSeconds()));
                assertNotNull(progress.totalEntropy());
            }
        }

        @Test
        void mergesTheStepsSoFar() {
            try (Training training = Training.open(options().steps(20).build(), sink)) {
                training.advance(12);
                TrainingProgress progress = training.progress();

                List<Step> steps = sink.all(Step.class);
                assertEquals(12, progress.step());
                assertEquals(mean(steps), progress.neuralEntropy().value(), 1e-12);
                double variances = steps.stream()
                        .mapToDouble(step -> 16 * step.neuralEntropy().variance())
                        .sum();
                assertEquals(
                        Math.sqrt(variances) / (12 * 16),
                        progress.neuralEntropy().standardError(),
                        1e-12);
                assertTrue(progress.stepsPerSecond() > 0);
                assertEquals(8 / progress.stepsPerSecond(), progress.etaSeconds(), 1e-9);
            }
        }
    }

    @Test
    void takingTurnsChangesNothing() {
        RecordingSink alone = new RecordingSink();
        try (Training training = Training.open(options().steps(20).build(), alone)) {
            training.advance(20);
        }
        try (Training one = Training.open(options().steps(20).build(), sink);
                Training other =
                        Training.open(options().process("vpx").steps(20).build(), new RecordingSink())) {
            while (one.advance(3) | other.advance(3)) {
                // in turn
            }
        }

        assertEquals(curve(alone), curve(sink));
    }

    @Test
    void pointsOfUnknownLawHaveBoundsOfTheTotalEntropy(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("points.csv");
        Files.write(file, IntStream.range(0, 50).mapToObj(i -> i + "," + i % 7).toList());

        TrainingProgress progress =
                train(options(DataSetRequest.of(file.toString())).steps(2).build());

        RunStarted started = sink.only(RunStarted.class);
        assertNull(started.totalEntropy());
        assertNull(progress.totalEntropy());
        assertEquals("gaussian-fit", started.totalEntropyLower().method());
        assertEquals(started.totalEntropyLower(), started.gaussianEntropy());
        assertEquals("empirical", started.totalEntropyUpper().method());
        EntropyEstimate lower = started.totalEntropyLower();
        EntropyEstimate upper = started.totalEntropyUpper();
        assertTrue(lower.nats() - 4 * lower.standardError() < upper.nats(), lower + " and " + upper);
        assertEquals(2, started.dimension());
        // a tenth of the points is held out
        assertEquals(45, started.dataset().size());
        assertEquals(5, sink.only(Evaluation.class).neuralEntropy().count());
    }

    @Test
    void dataThatCannotBeHadAreSaidBeforeAnythingElse() {
        TrainingOptions options = options(DataSetRequest.of("no-such-file.csv")).build();

        assertThrows(DataSetException.class, () -> Training.open(options, sink));
        assertTrue(sink.events().isEmpty());
    }

    private TrainingProgress train(TrainingOptions options) {
        try (Training training = Training.open(options, sink)) {
            while (training.advance(100)) {
                // until it is done
            }
            return training.progress();
        }
    }

    private static double mean(List<Step> steps) {
        return steps.stream()
                .mapToDouble(step -> step.neuralEntropy().mean())
                .average()
                .orElseThrow();
    }
}
