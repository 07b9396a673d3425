package io.neuralentropy.trainer;

import static io.neuralentropy.trainer.SmallRuns.curve;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on small images with all that images ask for: U-Net, labels, dropout, clipped gradients, averaged weights. */
class ImageTrainingTest {
    private static final int SIDE = 6;
    private static final int IMAGES = 60;
    private static final NetworkOptions UNET =
            new NetworkOptions(NetworkOptions.Kind.UNET, List.of(1), 4, List.of(1, 2), 1, 1, 0.1, true);

    @TempDir
    private Path directory;

    private final RecordingSink sink = new RecordingSink();
    private Path images;

    /** Three kinds of images, by the row that is bright. */
    @BeforeEach
    void writeImages() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer pixels = ByteBuffer.allocate(16 + IMAGES * SIDE * SIDE);
        pixels.putInt(0x0803).putInt(IMAGES).putInt(SIDE).putInt(SIDE);
        ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES).putInt(0x0801).putInt(IMAGES);
        for (int image = 0; image < IMAGES; image++) {
            labels.put((byte) (image % 3));
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                boolean bright = pixel / SIDE == image % 3;
                pixels.put((byte) ((bright ? 200 : 20) + random.nextInt(30)));
            }
        }
        images = Files.write(directory.resolve("some-images-idx3-ubyte"), pixels.array());
        Files.write(directory.resolve("some-labels-idx1-ubyte"), labels.array());
    }

    @Nested
    class AResumedRun {
        @Test
        void hasTheCurveOfAnUninterruptedOneToTheLastBit() {
            RecordingSink whole = new RecordingSink();
            run(options().build(), 12, whole);

            run(saved().build(), 6, sink);
            RecordingSink second = new RecordingSink();
            run(saved().resume(true).build(), 12, second);

            List<String> pieces = new ArrayList<>(curve(sink));
            pieces.addAll(curve(second));
            assertEquals(curve(whole), pieces);
            // evaluated with the averaged weights: they are the same, too
            assertEquals(evaluations(whole).get(1), evaluations(second).get(0));
        }

        @Test
        void isAnotherWithoutItsAverage() {
            run(saved().build(), 6, sink);

            TrainingException refusal = assertThrows(
                    TrainingException.class,
                    () -> run(saved().averageDecay(0.0).resume(true).build(), 12, sink));
            assertTrue(refusal.getMessage().contains("average-decay"), refusal.getMessage());
        }
    }

    @Nested
    class AveragedWeights {
        @Test
        void areWhatIsEvaluatedAndLeaveTrainingAsItIs() {
            RecordingSink averaged = new RecordingSink();
            run(options().averageDecay(0.9).build(), 12, averaged);
            run(options().averageDecay(0.0).build(), 12, sink);

            assertEquals(curve(sink), curve(averaged));
            assertNotEquals(evaluations(sink), evaluations(averaged));
            assertEquals("ema", averaged.only(RunStarted.class).labels().get("evaluated"));
            assertEquals("live", sink.only(RunStarted.class).labels().get("evaluated"));
        }
    }

    @Test
    void startsAtNoEntropyAndSaysWhatItIs() {
        run(options().build(), 12, sink);

        RunStarted started = sink.only(RunStarted.class);
        assertEquals("unet", started.model());
        assertEquals(SIDE * SIDE, started.dimension());
        Step first = sink.all(Step.class).get(0);
        assertEquals(0, first.neuralEntropy().mean());
        assertEquals(0, first.learnedEntropy().mean());
        assertTrue(sink.all(Step.class).get(11).neuralEntropy().mean() > 0);
    }

    @Test
    void labelsChangeWhatIsLearned() {
        run(options().build(), 12, sink);
        RecordingSink without = new RecordingSink();
        run(
                options()
                        .network(new NetworkOptions(
                                NetworkOptions.Kind.UNET, List.of(1), 4, List.of(1, 2), 1, 1, 0.1, false))
                        .build(),
                12,
                without);

        assertNotEquals(
                sink.only(RunStarted.class).parameters(),
                without.only(RunStarted.class).parameters());
        assertNotEquals(curve(sink), curve(without));
    }

    @Test
    void clippingReportsTheNormThatWas() {
        RecordingSink clipped = new RecordingSink();
        run(options().clip(1e-3).build(), 2, clipped);
        run(options().build(), 2, sink);

        // the first gradient is that of the same parameters; what came of it differs
        double norm = sink.all(Step.class).get(0).gradientNorm();
        assertEquals(norm, clipped.all(Step.class).get(0).gradientNorm(), 1e-5 * norm);
        assertTrue(norm > 1e-3);
    }

    @Nested
    class Evaluated {
        /** log p ≥ log p_eq + S_lin, as far as the range goes. */
        @Test
        void givesTheLikelihoodAndNoKlOfAnUnknownLaw() {
            run(options().build(), 12, sink);

            Evaluation last = heldOut(sink).get(1);
            double equilibrium = -SIDE * SIDE * Math.log(2 * Math.PI) / 2;
            assertTrue(
                    last.logLikelihood() < equilibrium + last.learnedEntropy().mean());
            assertTrue(
                    last.logLikelihood() > equilibrium + last.learnedEntropy().mean() - SIDE * SIDE);
            assertTrue(Absent.isAbsent(last.klBound()));
        }

        /** On a known law KL ≤ S_tot − S_lin + KL(p_T‖p_eq), but for what the points' own mean of log p differs from its law's. */
        @Test
        void boundsTheKlWhereTheLawIsKnown() {
            run(
                    SmallRuns.options(DataSetRequest.of("gaussian")
                                    .withDimension(1)
                                    .withSize(20_000))
                            .steps(40)
                            .learningRate(3e-3)
                            .evaluationPoints(2000)
                            .build(),
                    40,
                    sink);

            Evaluation evaluation = heldOut(sink).get(0);
            double total = sink.only(RunStarted.class).totalEntropy().nats();
            assertEquals(total - evaluation.learnedEntropy().mean(), evaluation.klBound(), 0.06);
        }
    }

    @Nested
    class Samples {
        private final SampleOptions samples = new SampleOptions(Path.of("to be set"), 5, 5, 4);

        @Test
        void areWrittenAtTheirIntervalAndAtTheEnd() throws IOException {
            Path out = directory.resolve("out");
            run(
                    options()
                            .samples(new SampleOptions(out, samples.interval(), samples.count(), samples.steps()))
                            .build(),
                    12,
                    sink);

            try (Stream<Path> files = Files.list(out)) {
                assertEquals(
                        List.of("run.10.png", "run.12.png", "run.5.png"),
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList());
            }
            BufferedImage grid = ImageIO.read(out.resolve("run.12.png").toFile());
            assertEquals(3 * SIDE + 4, grid.getWidth());
            assertEquals(2 * SIDE + 2, grid.getHeight());
        }

        @Test
        void areThoseOfTheCheckpointOfTheSameStep() throws IOException {
            Path out = directory.resolve("out");
            run(saved().samples(new SampleOptions(out, 100, 5, 4)).build(), 12, sink);

            Path file = Sampling.draw(new Sampling.Request(
                    directory, "run", 5, 4, 1, null, 2, ComputeDevice.AUTO, directory.resolve("later.png")));

            assertArrayEquals(Files.readAllBytes(out.resolve("run.12.png")), Files.readAllBytes(file));
        }

        @Test
        void changeNothingInTheTraining() {
            run(
                    options()
                            .samples(new SampleOptions(directory.resolve("out"), 2, 3, 2))
                            .build(),
                    12,
                    sink);
            RecordingSink without = new RecordingSink();
            run(options().build(), 12, without);

            assertEquals(curve(without), curve(sink));
        }

        @Test
        void ofOneClassAreAskedForByItsLabel() throws IOException {
            run(saved().build(), 12, sink);

            Path one = drawn(0);
            Path other = drawn(2);

            assertTrue(!java.util.Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(other)));
            TrainingException refusal = assertThrows(TrainingException.class, () -> drawn(3));
            assertEquals("label must be 0 to 2, not 3", refusal.getMessage());
        }

        private Path drawn(int label) {
            return Sampling.draw(new Sampling.Request(
                    directory, "run", 4, 3, 1, label, 1, ComputeDevice.AUTO, directory.resolve(label + ".png")));
        }

        @Test
        void needACheckpoint() {
            TrainingException refusal = assertThrows(
                    TrainingException.class,
                    () -> Sampling.draw(
                            new Sampling.Request(directory, "none", 4, 3, 1, null, 1, ComputeDevice.AUTO, null)));
            assertTrue(refusal.getMessage().contains("has no checkpoint in"), refusal.getMessage());
        }

        @Test
        void ofOtherPointsAreLinesOfText() throws IOException {
            run(SmallRuns.options().steps(10).checkpointDirectory(directory).build(), 10, sink);

            Path file = Sampling.draw(new Sampling.Request(
                    directory, "run", 7, 3, 1, null, 2, ComputeDevice.AUTO, directory.resolve("points.csv")));

            List<String> lines = Files.readAllLines(file);
            assertEquals(7, lines.size());
            lines.forEach(line -> assertTrue(Double.isFinite(Double.parseDouble(line)), line));
        }
    }

    /** Such as the 4 x 8 x 8 of an encoder, which have as many numbers as a grey image of 16 x 16. */
    @Test
    void trainsOnLatentsOfManyChannels() throws IOException {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (20, 4, 8, 8), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 20 * 256).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
        bytes.put((byte) 0).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        Path latents = Files.write(directory.resolve("latents.npy"), bytes.array());
        NetworkOptions unet = NetworkOptions.unet(4, List.of(1, 1));
        TrainingOptions options = TrainingOptions.of("run", DataSetRequest.of(latents.toString()))
                .network(unet)
                .batch(2)
                .steps(2)
                .evaluationPoints(2)
                .build();

        run(options, 2, sink);

        assertEquals(256, sink.only(RunStarted.class).dimension());
        String settings = Fingerprint.of(options, DataSets.open(options.dataSet()));
        assertTrue(settings.contains("image=4x8x8"), settings);
    }

    @Nested
    class Refuses {
        /** Nor those of which there are as many numbers as a square has. */
        @ParameterizedTest
        @ValueSource(ints = {3, 64})
        void pointsThatAreNoImages(int dimension) {
            assertRefused(
                    SmallRuns.options(DataSetRequest.of("gaussian").withDimension(dimension))
                            .network(NetworkOptions.unet())
                            .build(),
                    "network unet takes images");
        }

        @Test
        void labelsWhereThereAreNone() throws IOException {
            Files.delete(directory.resolve("some-labels-idx1-ubyte"));

            assertRefused(options().build(), "has no labels");
        }

        @Test
        void moreHalvingsThanTheImagesHave() {
            assertRefused(
                    options()
                            .network(NetworkOptions.unet(4, List.of(1, 1, 1, 1)))
                            .build(),
                    "cannot be halved 3 times");
        }

        private void assertRefused(TrainingOptions options, String words) {
            TrainingException refusal = assertThrows(
                    TrainingException.class, () -> Training.open(options, sink).close());
            assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
            assertTrue(sink.events().isEmpty());
        }
    }

    private TrainingOptions.Builder options() {
        return TrainingOptions.of("run", DataSetRequest.of(images.toString()))
                .network(UNET)
                .batch(8)
                .steps(12)
                .learningRate(1e-3)
                .evaluationInterval(6)
                .evaluationPoints(6);
    }

    private TrainingOptions.Builder saved() {
        return options().checkpointDirectory(directory).checkpointInterval(6);
    }

    private static void run(TrainingOptions options, int steps, RecordingSink sink) {
        try (Training training = Training.open(options, sink)) {
            training.advance(steps);
        }
    }

    private static List<Evaluation> heldOut(RecordingSink sink) {
        return sink.all(Evaluation.class).stream()
                .filter(evaluation -> evaluation.split().equals("held-out"))
                .toList();
    }

    private static List<String> evaluations(RecordingSink sink) {
        return heldOut(sink).stream()
                .map(e -> e.step() + " " + e.neuralEntropy() + e.learnedEntropy() + e.logLikelihood())
                .toList();
    }
}
