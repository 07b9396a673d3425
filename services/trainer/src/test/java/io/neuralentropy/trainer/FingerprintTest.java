package io.neuralentropy.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import io.neuralentropy.trainer.science.EvaluationRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs a checkpoint fits. */
class FingerprintTest {
    private static final int IMAGES = 4;

    @TempDir
    private Path directory;

    /** Images of 8 x 8, labelled. */
    private DataSet images(int... labels) throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(16 + IMAGES * 64);
        pixels.putInt(0x803).putInt(IMAGES).putInt(8).putInt(8);
        Path file = Files.write(directory.resolve("train-images-idx3-ubyte"), pixels.array());
        ByteBuffer classes = ByteBuffer.allocate(8 + labels.length);
        classes.putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            classes.put((byte) label);
        }
        Files.write(directory.resolve("train-labels-idx1-ubyte"), classes.array());
        return DataSets.open(DataSetRequest.of(file.toString()));
    }

    private static String of(DataSet data, boolean conditional) {
        NetworkOptions unet =
                new NetworkOptions(NetworkOptions.Kind.UNET, List.of(8), 8, List.of(1, 1), 1, 0, 0, conditional);
        TrainingOptions options = TrainingOptions.of("run", DataSetRequest.of("images"))
                .network(unet)
                .build();
        return Fingerprint.of(options, data);
    }

    private static String ofRun(Function<TrainingOptions.Builder, TrainingOptions.Builder> change) {
        DataSetRequest data = DataSetRequest.of("gaussian").withSize(10);
        return Fingerprint.of(change.apply(TrainingOptions.of("run", data)).build(), DataSets.open(data));
    }

    @Test
    void aFallingRateAndARangeOfOnesOwnDecideNumbers() {
        String usual = ofRun(run -> run);
        assertFalse(usual.contains("rate-decay") || usual.contains("evaluation-rule"), usual);
        assertEquals(
                List.of("rate-decay-after (saved the usual, now 100)"),
                Fingerprint.differences(usual, ofRun(run -> run.constantRateSteps(100L))));
        assertEquals(
                List.of("evaluation-rule (saved the usual, now PAPER)"),
                Fingerprint.differences(usual, ofRun(run -> run.evaluationRule(EvaluationRule.PAPER))));
    }

    @Test
    void aRunWhoseRateFallsMayBeTrainedForLonger() {
        assertEquals(
                ofRun(run -> run.constantRateSteps(100L).steps(500)),
                ofRun(run -> run.constantRateSteps(100L).steps(900)));
    }

    private static String without(String name, String settings) {
        return settings.lines().filter(line -> !line.startsWith(name + "=")).collect(Collectors.joining("\n"));
    }

    @Test
    void aConditionalRunDoesNotResumeOnOtherLabels() throws IOException {
        String saved = of(images(0, 1, 2, 2), true);
        List<String> differences = Fingerprint.differences(saved, of(images(2, 2, 1, 0), true));
        assertEquals(1, differences.size(), differences.toString());
        assertTrue(differences.get(0).startsWith("labels-checksum"), differences.toString());
        assertEquals(List.of(), Fingerprint.differences(saved, of(images(0, 1, 2, 2), true)));
    }

    @Test
    void labelsThatNoNetworkIsToldDoNotMatter() throws IOException {
        String saved = of(images(0, 1, 2, 2), false);
        assertFalse(saved.contains("labels-checksum"));
        assertEquals(List.of(), Fingerprint.differences(saved, of(images(2, 2, 1, 0), false)));
    }

    @Test
    void anOlderCheckpointSaysNothingOfLabelsAndResumes() throws IOException {
        String now = of(images(0, 1, 2, 2), true);
        assertEquals(List.of(), Fingerprint.differences(without("labels-checksum", now), now));
    }

    @Test
    void aCheckpointOfPlainNumbersResumesWhenTheSameNumbersAreKnownToBeImages() {
        assertEquals(List.of(), Fingerprint.differences("seed=1", "seed=1\nimage=1x8x8"));
        assertEquals(
                List.of("image (saved 1x8x8, now 1x4x16)"), Fingerprint.differences("image=1x8x8", "image=1x4x16"));
    }
}
