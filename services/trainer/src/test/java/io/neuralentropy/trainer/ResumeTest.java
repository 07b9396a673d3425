package io.neuralentropy.trainer;

import static io.neuralentropy.trainer.SmallRuns.GAUSSIAN;
import static io.neuralentropy.trainer.SmallRuns.curve;
import static io.neuralentropy.trainer.SmallRuns.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.trainer.science.Estimator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static final int STEPS = 60;

    @TempDir
    private Path directory;

    private final RecordingSink sink = new RecordingSink();

    @Nested
    class AResumedRun {
        /** Profiles, an end of an epoch and an evaluation lie on both sides of the cut. */
        @Test
        void hasTheCurveOfAnUninterruptedOneToTheLastBit() {
            RecordingSink whole = new RecordingSink();
            run(options().steps(STEPS).evaluationInterval(15).build(), STEPS, whole);

            run(saved().evaluationInterval(15).build(), 30, sink);
            RecordingSink second = new RecordingSink();
            run(saved().evaluationInterval(15).resume(true).build(), STEPS, second);

            List<String> pieces = new ArrayList<>(curve(sink));
            pieces.addAll(curve(second));
            assertEquals(curve(whole), pieces);
            List<Evaluation> evaluations = new ArrayList<>(sink.all(Evaluation.class));
            evaluations.addAll(second.all(Evaluation.class));
            assertEquals(
                    whole.all(Evaluation.class).stream()
                            .map(e -> e.step() + " " + e.neuralEntropy() + e.learnedEntropy())
                            .toList(),
                    evaluations.stream()
                            .map(e -> e.step() + " " + e.neuralEntropy() + e.learnedEntropy())
                            .toList());
        }

        /** Whose estimates build on past steps. */
        @Test
        void hasTheEntropiesOfAnUninterruptedOneWhereTheyComeFromBins() {
            RecordingSink whole = new RecordingSink();
            run(options().estimator(Estimator.BINS).steps(STEPS).build(), STEPS, whole);

            run(saved().estimator(Estimator.BINS).build(), 30, sink);
            RecordingSink second = new RecordingSink();
            run(saved().estimator(Estimator.BINS).resume(true).build(), STEPS, second);

            List<String> pieces = new ArrayList<>(curve(sink));
            pieces.addAll(curve(second));
            assertEquals(curve(whole), pieces);
        }

        @Test
        void goesOnFromItsCheckpointAsTheNextAttempt() {
            run(saved().build(), 25, sink);
            RecordingSink second = new RecordingSink();
            run(saved().resume(true).build(), 3, second);

            RunStarted started = second.only(RunStarted.class);
            assertEquals(1, started.origin().attempt());
            // the checkpoint of step 20 was the last; 21 to 25 are done once more, and supersede
            assertEquals(21, started.firstStep());
            assertEquals(
                    List.of(21L, 22L, 23L),
                    second.all(Step.class).stream().map(Step::step).toList());
            second.events().forEach(event -> assertEquals(1, event.origin().attempt()));
            assertEquals(curve(sink).subList(20, 23), curve(second));
        }

        /** Whose sums have another order: the first step is the same to rounding, the tenth still close. */
        @Test
        void mayGoOnInAnotherNumberOfThreads() {
            RecordingSink whole = new RecordingSink();
            run(options().threads(1).steps(STEPS).build(), 30, whole);

            run(saved().threads(1).build(), 20, new RecordingSink());
            run(saved().threads(2).resume(true).build(), 10, sink);

            assertEquals(21, sink.only(RunStarted.class).firstStep());
            for (int i = 0; i < 10; i++) {
                double expected = whole.all(Step.class).get(20 + i).loss();
                assertEquals(expected, sink.all(Step.class).get(i).loss(), 1e-4 * expected);
            }
        }

        @Test
        void mayHaveACheckpointOfOldThatSaysItsThreads() {
            assertEquals(List.of(), Fingerprint.differences("seed=1\nthreads=1", "seed=1"));
        }

        @Test
        void isANewAttemptEachTimeAlsoFromTheSameCheckpoint() {
            run(saved().build(), 25, sink);
            run(saved().resume(true).build(), 3, sink);
            run(saved().resume(true).build(), 3, sink);

            assertEquals(
                    List.of(0, 1, 2),
                    sink.all(RunStarted.class).stream()
                            .map(started -> started.origin().attempt())
                            .toList());
            assertEquals(
                    List.of(1L, 21L, 21L),
                    sink.all(RunStarted.class).stream()
                            .map(RunStarted::firstStep)
                            .toList());
        }

        @Test
        void beginsAtTheStartWhereThereIsNoCheckpointYet() {
            run(saved().resume(true).build(), 5, sink);
            run(saved().resume(true).build(), 5, sink);

            List<RunStarted> started = sink.all(RunStarted.class);
            assertEquals(1, started.get(0).firstStep());
            assertEquals(0, started.get(0).origin().attempt());
            assertEquals(1, started.get(1).firstStep());
            assertEquals(1, started.get(1).origin().attempt());
        }

        @Test
        void mayGoOnForLonger() {
            run(saved().steps(20).build(), STEPS, new RecordingSink());
            run(saved().steps(30).resume(true).build(), STEPS, sink);

            assertEquals(21, sink.only(RunStarted.class).firstStep());
            assertEquals(30, sink.only(RunFinished.class).step());
        }

        @Test
        void isDoneAtOnceWhenItHasItsSteps() {
            run(saved().steps(20).build(), STEPS, new RecordingSink());
            run(saved().steps(20).resume(true).build(), STEPS, sink);

            assertTrue(sink.all(Step.class).isEmpty());
            assertEquals(
                    RunFinished.Status.COMPLETED, sink.only(RunFinished.class).status());
        }
    }

    @Nested
    class Checkpointing {
        @Test
        void happensAtItsIntervalAndAtTheEndAndKeepsTheLastTwo() throws IOException {
            run(saved().steps(45).build(), STEPS, sink);

            assertEquals(
                    List.of(10L, 20L, 30L, 40L, 45L),
                    sink.all(Checkpoint.class).stream().map(Checkpoint::step).toList());
            assertEquals(
                    List.of("run.000000000040.checkpoint", "run.000000000045.checkpoint", "run.attempt"), fileNames());
        }

        @Test
        void goesOnTrainingWhenTheDirectoryIsGone() throws IOException {
            Path gone = directory.resolve("gone");
            try (Training training =
                    Training.open(saved().checkpointDirectory(gone).build(), sink)) {
                training.advance(5);
                Files.delete(gone.resolve("run.attempt"));
                Files.delete(gone);
                training.advance(10);
            }

            assertEquals(15, sink.all(Step.class).size());
            assertTrue(sink.all(Checkpoint.class).isEmpty());
        }

        @Test
        void leavesOutStepsThatAreNotFinite() throws IOException {
            run(saved().learningRate(1e30).build(), STEPS, sink);

            assertFalse(Double.isFinite(sink.all(Step.class).get(STEPS - 1).loss()));
            assertTrue(sink.all(Checkpoint.class).isEmpty());
            assertEquals(List.of("run.attempt"), fileNames());
        }
    }

    @Nested
    class Refuses {
        @Test
        void aDirectoryThatCannotBeWritten() throws IOException {
            Path file = Files.writeString(directory.resolve("file"), "");

            assertRefused(saved().checkpointDirectory(file.resolve("inside")).build(), "cannot write checkpoints to");
        }

        @Test
        void toBeginAnewWhereCheckpointsOfTheRunLie() {
            run(saved().build(), 10, new RecordingSink());

            assertRefused(saved().build(), "run run has checkpoints in", "resume it");
        }

        @Test
        void otherSettingsThanTheCheckpoints() {
            run(saved().build(), 10, new RecordingSink());

            assertRefused(
                    saved().seed(7).learningRate(0.5).resume(true).build(),
                    "learning-rate (saved 1.0E-4, now 0.5)",
                    "seed (saved 1, now 7)");
        }

        @Test
        void otherDataThanTheCheckpoints() {
            run(saved().build(), 10, new RecordingSink());

            TrainingOptions other = options(GAUSSIAN.withSeed(5))
                    .checkpointDirectory(directory)
                    .resume(true)
                    .build();
            assertRefused(other, "data-checksum");
        }

        @Test
        void aTruncatedCheckpoint() throws IOException {
            byte[] bytes = newest();
            for (int length : new int[] {0, 7, 20, bytes.length / 2, bytes.length - 1}) {
                Files.write(newestFile(), Arrays.copyOf(bytes, length));
                assertRefused(saved().resume(true).build(), "run.000000000010.checkpoint", "delete it");
            }
        }

        @Test
        void aCheckpointWithAFlippedBitAnywhere() throws IOException {
            byte[] bytes = newest();
            for (int at = 0; at < bytes.length; at += bytes.length / 50) {
                byte[] broken = bytes.clone();
                broken[at] ^= 4;
                Files.write(newestFile(), broken);
                assertRefused(saved().resume(true).build(), "run.000000000010.checkpoint", "delete it");
            }
        }

        @Test
        void aCheckpointOfAnotherVersion() throws IOException {
            byte[] bytes = newest();
            ByteBuffer.wrap(bytes).putInt(8, 99);
            Files.write(newestFile(), bytes);

            assertRefused(saved().resume(true).build(), "format version 99");
        }

        @Test
        void anAttemptThatIsNoNumber() throws IOException {
            run(saved().build(), 10, new RecordingSink());
            Files.writeString(directory.resolve("run.attempt"), "x");

            assertRefused(saved().resume(true).build(), "run.attempt");
        }

        private byte[] newest() throws IOException {
            run(saved().build(), 10, new RecordingSink());
            return Files.readAllBytes(newestFile());
        }

        private Path newestFile() {
            return directory.resolve("run.000000000010.checkpoint");
        }

        private void assertRefused(TrainingOptions options, String... words) {
            TrainingException refusal = assertThrows(
                    TrainingException.class, () -> Training.open(options, sink).close());
            for (String word : words) {
                assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
            }
            assertEquals(1, refusal.getMessage().lines().count());
            assertTrue(sink.events().isEmpty());
        }
    }

    private TrainingOptions.Builder saved() {
        return options().steps(STEPS).checkpointDirectory(directory).checkpointInterval(10);
    }

    private static void run(TrainingOptions options, int steps, RecordingSink sink) {
        try (Training training = Training.open(options, sink)) {
            training.advance(steps);
        }
    }

    private List<String> fileNames() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
