package io.neuralentropy.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.GaussianFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownEntropiesTest {
    private static final int DIMENSION = 64;
    private static final EntropyRange RANGE = new EntropyRange(1, -8, 9);

    @TempDir
    private Path directory;

    private DataSet independentNumbers(int points) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path file = directory.resolve(points + ".csv");
        Files.write(
                file,
                IntStream.range(0, points)
                        .mapToObj(i -> IntStream.range(0, DIMENSION)
                                .mapToObj(d -> Double.toString(random.nextGaussian() / 2))
                                .collect(Collectors.joining(",")))
                        .toList());
        return DataSets.open(DataSetRequest.of(file.toString()));
    }

    private static double full(DataSet data) {
        return GaussianFit.full(data.rows(), DIMENSION)
                .lowerBound(RANGE, data.heldOut().rows())
                .nats();
    }

    @Test
    void ofFewPointsVariancesAloneSayMoreThanACovariance() throws IOException {
        DataSet few = independentNumbers(60);
        double known = KnownEntropies.of(RANGE, few, 1).gaussian().nats();
        assertTrue(known > full(few) + 1, known + " and " + full(few));
        double diagonal = GaussianFit.diagonal(few.rows(), DIMENSION)
                .lowerBound(RANGE, few.heldOut().rows())
                .nats();
        assertEquals(diagonal, known);
    }

    @Test
    void theHighestOfTheLowerBoundsIsStated() throws IOException {
        DataSet data = independentNumbers(4000);
        KnownEntropies known = KnownEntropies.of(RANGE, data, 1);
        assertTrue(known.gaussian().nats() >= full(data), known.toString());
        assertEquals(known.gaussian(), known.lower(), "no images, no code");
    }
}
