package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompactBucketTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private Step.Builder step(int rank, long number) {
        return Step.of(new Origin("run", 0, rank, 1_764_000_000_000L + random.nextInt(1000)), number);
    }

    private Step usual(int rank, long number) {
        return step(rank, number)
                .samples(32)
                .loss(random.nextDouble())
                .neuralEntropy(new Moments(random.nextDouble(), random.nextDouble(), 32))
                .learnedEntropy(new Moments(random.nextDouble(), random.nextDouble(), 32))
                .gradientNorm(random.nextDouble())
                .seconds(random.nextDouble())
                .build();
    }

    private static int assertComesBack(long number, Step... steps) {
        Bucket bucket = new Bucket();
        for (Step step : steps) {
            bucket.add(step, false);
        }
        byte[] compact = CompactBucket.write(number, bucket);
        assertArrayEquals(
                bucket.bytes(),
                CompactBucket.read(number, ByteBuffer.wrap(compact)).bytes());
        return compact.length;
    }

    @Test
    void anyBucketComesBackToTheBit() {
        assertComesBack(7, step(0, 7).build());
        assertComesBack(7, step(0, 7).loss(Double.NaN).build());
        assertComesBack(
                7, step(3, 7).loss(-0.0).gradientNorm(Double.POSITIVE_INFINITY).build());
        assertComesBack(7, step(0, 7).span(5).samples(3).loss(1).energyJoules(2).build());
        assertComesBack(7, step(0, 7).learningRate(1e-3).gpuMemoryBytes(7e9).build());
        assertComesBack(7, usual(0, 7), usual(1, 7), usual(2, 7));
    }

    @Test
    void alsoOneAfterWhichTheRunWasEvaluated() {
        for (double norm : new double[] {1, Double.NaN}) {
            Bucket bucket = new Bucket();
            bucket.add(step(0, 7).loss(1).gradientNorm(norm).build(), false);
            bucket.evaluated(7, 0.25);
            Bucket again = CompactBucket.read(7, ByteBuffer.wrap(CompactBucket.write(7, bucket)));
            assertArrayEquals(bucket.bytes(), again.bytes());
            assertEquals(0.25, again.heldOutLoss());
        }
    }

    @Test
    void aUsualStepTakesUnderAHundredBytes() {
        int bytes = assertComesBack(123_456, usual(0, 123_456));
        assertTrue(bytes < 100, bytes + " B");
    }
}
