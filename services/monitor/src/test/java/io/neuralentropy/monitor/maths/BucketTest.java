package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final Origin ORIGIN = new Origin("r", 0, 0, 1000);

    private static Step.Builder step(long number) {
        return Step.of(ORIGIN, number);
    }

    @Test
    void estimatesMergeByCountAsIfTheirDataPointsHadBeenOneBatch() {
        // two batches of 2 and 3 points: values {1, 3} and {2, 4, 9}
        Bucket bucket = new Bucket();
        bucket.add(step(1).neuralEntropy(new Moments(2, 2, 2)).build(), false);
        bucket.add(step(2).neuralEntropy(new Moments(5, 13, 3)).build(), false);
        assertEquals((1 + 3 + 2 + 4 + 9) / 5.0, bucket.mean(Quantity.NEURAL_ENTROPY), 1e-15);
        assertEquals(Math.sqrt(2 * 2 + 3 * 13) / 5, bucket.standardError(Quantity.NEURAL_ENTROPY), 1e-15);
        assertEquals(2, bucket.minimum(Quantity.NEURAL_ENTROPY));
        assertEquals(5, bucket.maximum(Quantity.NEURAL_ENTROPY));
        assertEquals((2 * 1 + 3 * 2) / 5.0, bucket.meanStep(Quantity.NEURAL_ENTROPY), 1e-15);
    }

    @Test
    void oneEstimateWithoutVarianceLeavesTheErrorUnknownButNotTheMean() {
        Bucket bucket = new Bucket();
        bucket.add(step(1).neuralEntropy(new Moments(2, 2, 2)).build(), false);
        bucket.add(step(2).neuralEntropy(Moments.ofMean(4, 2)).build(), false);
        assertEquals(3, bucket.mean(Quantity.NEURAL_ENTROPY));
        assertTrue(Double.isNaN(bucket.standardError(Quantity.NEURAL_ENTROPY)));
    }

    @Test
    void lossIsWeightedBySamplesAndByStepsWhereTheyAreNotStated() {
        Bucket bucket = new Bucket();
        bucket.add(step(1).loss(1).samples(10).build(), false);
        bucket.add(step(2).loss(4).samples(30).build(), false);
        assertEquals(3.25, bucket.mean(Quantity.LOSS));
        Bucket unstated = new Bucket();
        unstated.add(step(1).loss(1).build(), false);
        unstated.add(step(4).span(3).loss(5).build(), false);
        assertEquals(4, unstated.mean(Quantity.LOSS));
    }

    @Test
    void aLossThatIsNotFiniteIsKeptAsData() {
        Bucket bucket = new Bucket();
        bucket.add(step(1).loss(2).build(), false);
        bucket.add(step(2).loss(Double.POSITIVE_INFINITY).build(), false);
        assertEquals(Double.POSITIVE_INFINITY, bucket.mean(Quantity.LOSS));
        bucket.add(step(3).loss(Double.NaN).build(), false);
        assertTrue(Double.isNaN(bucket.mean(Quantity.LOSS)));
        assertEquals(2, bucket.minimum(Quantity.LOSS), "the other steps of the bucket still show");
    }

    @Test
    void whatWasNotSentIsUnknown() {
        Bucket bucket = new Bucket();
        bucket.add(step(1).loss(2).build(), false);
        assertTrue(Double.isNaN(bucket.mean(Quantity.LEARNED_ENTROPY)));
        assertTrue(Double.isNaN(bucket.minimum(Quantity.LEARNED_ENTROPY)));
        assertTrue(Double.isNaN(bucket.learningRate()));
    }

    @Test
    void theLearningRateIsThatOfTheNewestStepOfTheLowestRankInAnyOrder() {
        Step newest = Step.of(new Origin("r", 0, 0, 0), 9).learningRate(0.1).build();
        Step other = Step.of(new Origin("r", 0, 1, 0), 9).learningRate(0.2).build();
        Step older = Step.of(new Origin("r", 0, 0, 0), 8).learningRate(0.3).build();
        Bucket forward = new Bucket();
        Bucket backward = new Bucket();
        for (Step step : new Step[] {older, newest, other}) {
            forward.add(step, false);
        }
        for (Step step : new Step[] {other, newest, older}) {
            backward.add(step, false);
        }
        assertEquals(0.1, forward.learningRate());
        assertEquals(0.1, backward.learningRate());
    }

    @Test
    void profilesMergeByThrows() {
        Bucket bucket = new Bucket();
        bucket.add(profile(new long[] {1, 0}, new double[] {4, 0}, new double[] {2, 0}), true);
        bucket.add(profile(new long[] {3, 0}, new double[] {8, 0}, new double[] {6, 0}), true);
        assertArrayEquals(new double[] {7, Double.NaN}, bucket.profile().neuralRates());
        assertArrayEquals(new double[] {5, Double.NaN}, bucket.profile().learnedRates());
    }

    private static Step profile(long[] count, double[] neural, double[] learned) {
        return step(1).profile(new Profile(count, neural, learned)).build();
    }

    @Test
    void survivesItsStoredFormBitForBit() {
        Bucket bucket = new Bucket();
        bucket.add(
                step(7).span(3)
                        .samples(5)
                        .loss(Double.NaN)
                        .neuralEntropy(new Moments(0.1, 0.7, 3))
                        .learningRate(1e-4)
                        .seconds(0.3)
                        .energyJoules(4)
                        .gpuMemoryBytes(1e9)
                        .profile(new Profile(new long[] {2}, new double[] {0.1}, new double[] {0.2}))
                        .build(),
                true);
        Bucket copy = Bucket.read(ByteBuffer.wrap(bucket.bytes()));
        assertArrayEquals(bucket.bytes(), copy.bytes());
        assertEquals(5, copy.first());
        assertEquals(7, copy.last());
        assertEquals(3, copy.steps());
        assertEquals(1e9, copy.gpuMemoryBytes());
    }

    @Test
    void aFrozenBucketMayBeSharedAndItsThawedCopyChanged() {
        Bucket bucket = new Bucket();
        bucket.add(step(1).loss(1).build(), false);
        assertSame(bucket, bucket.thawed());
        bucket.freeze();
        assertThrows(IllegalStateException.class, () -> bucket.add(step(2).build(), false));
        Bucket copy = bucket.thawed();
        assertNotSame(bucket, copy);
        copy.add(step(2).loss(3).build(), false);
        assertEquals(1, bucket.mean(Quantity.LOSS));
        assertEquals(2, copy.mean(Quantity.LOSS));
    }
}
