package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.neuralentropy.trainer.network.EngineSetup;
import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.NetworkSettings;
import io.neuralentropy.trainer.network.UNetSettings;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.GaussianMixture;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UNetLoopTest {
    private static final DiffusionProcess PROCESS = DiffusionProcess.vp();

    /** With the average, dropout, labels, evaluation and samples among them: nothing of the device's memory is left behind. */
    @Test
    void holdsNoMoreNativeArraysAfterAThousandSteps() {
        NetworkSettings network = new UNetSettings(1, 4, 4, 4, List.of(1), 1, 1, 0.1, 2);
        try (StepLoop loop = new StepLoop(settings(network, 2, 1, 1e-3, 1), images());
                Evaluator evaluator = loop.evaluator(images().first(3))) {
            loop.step(1, true);
            evaluator.evaluate(() -> false);
            loop.sampler(() -> false).sample(3, 2, 1, Sampler.EACH_CLASS);
            int early = nativeArrays();

            for (int step = 2; step <= 1000; step++) {
                loop.step(step, false);
            }
            evaluator.evaluate(() -> false);
            loop.sampler(() -> false).sample(3, 2, 1, Sampler.EACH_CLASS);

            assertEquals(early, nativeArrays());
            assertEquals(0, loop.liveArrays());
        }
    }

    /** A backward pass reads what the forward pass kept: none of it may be memory that Java takes back meanwhile. */
    @Test
    void gradientsRepeatToTheLastBitWhileMemoryIsReclaimed() throws InterruptedException {
        NetworkSettings network = new UNetSettings(1, 4, 4, 4, List.of(1, 2), 1, 2, 0.1, 2);
        AtomicBoolean done = new AtomicBoolean();
        Thread reclaimer = new Thread(() -> {
            while (!done.get()) {
                ByteBuffer.allocateDirect(64).putFloat(0, Float.NaN);
                System.gc();
            }
        });
        try (StepLoop loop = new StepLoop(settings(network, 4, 1, 1e-2, 1), images())) {
            for (int step = 1; step <= 5; step++) {
                loop.step(step, false);
            }
            reclaimer.start();
            float[] first = gradient(loop);
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(first, gradient(loop));
            }
        } finally {
            done.set(true);
            reclaimer.join();
        }
    }

    private static float[] gradient(StepLoop loop) {
        loop.backward(6);
        float[] gradient = loop.lanes().get(0).gradients().copy();
        loop.release();
        return gradient;
    }

    @Test
    void twoThreadsHaveTheGradientOfOne() {
        NetworkSettings network = new UNetSettings(1, 4, 4, 4, List.of(1, 2), 1, 1, 0.2, 2);
        double one = normAfter(settings(network, 4, 1, 1e-3, 1));
        double two = normAfter(settings(network, 4, 1, 1e-3, 2));

        assertEquals(one, two, 1e-3 * one);
    }

    private static double normAfter(LoopSettings settings) {
        try (StepLoop loop = new StepLoop(settings, images())) {
            loop.step(1, false);
            loop.step(2, false);
            return loop.step(3, false).gradientNorm();
        }
    }

    /** Two peaks of one number: samples of the trained network, by its averaged weights, have their moments. */
    @Test
    void samplesOfATrainedMixtureHaveItsMoments() {
        GaussianMixture law =
                new GaussianMixture(new double[] {.7, .3}, new double[][] {{1}, {-1.5}}, new double[] {.4, .3});
        double mean = .7 - .45;
        double square = law.secondMoment();
        LoopSettings settings = settings(new MlpSettings(List.of(48)), 32, 4, 4e-3);
        try (StepLoop loop = new StepLoop(settings, points(law))) {
            for (int step = 1; step <= 300; step++) {
                loop.step(step, false);
            }
            float[] samples = loop.sampler(() -> false).sample(1000, 30, 1, Sampler.EACH_CLASS);

            double sum = 0;
            double squares = 0;
            int high = 0;
            for (float sample : samples) {
                sum += sample / samples.length;
                squares += sample * sample / samples.length;
                high += sample > -.3 ? 1 : 0;
            }
            assertEquals(mean, sum, .25);
            assertEquals(square, squares, .15 * square);
            assertEquals(.7, (double) high / samples.length, .12, "share of the higher peak");
        }
    }

    @Test
    void moreSamplesBeginWithTheSameOnes() {
        LoopSettings settings = settings(new MlpSettings(List.of(8)), 4, 1, 1e-3);
        try (StepLoop loop = new StepLoop(settings, images())) {
            float[] few = loop.sampler(() -> false).sample(3, 5, 1, Sampler.EACH_CLASS);
            float[] many = loop.sampler(() -> false).sample(70, 5, 1, Sampler.EACH_CLASS);

            assertEquals(70 * 16, many.length);
            for (int i = 0; i < few.length; i++) {
                assertEquals(few[i], many[i], 1e-4, "number " + i);
            }
            assertTrue(Math.abs(many[0] - many[16]) > 1e-3, "each sample is another");
        }
    }

    private static LoopSettings settings(NetworkSettings network, int batch, int throwsPerPoint, double rate) {
        return settings(network, batch, throwsPerPoint, rate, 2);
    }

    private static LoopSettings settings(
            NetworkSettings network, int batch, int throwsPerPoint, double rate, int threads) {
        return new LoopSettings(
                PROCESS,
                Objective.ENTROPY_MATCHING,
                LossWeight.UNIT,
                TimeLaw.STRATIFIED,
                EntropySettings.of(Estimator.TIME_AVERAGE, PROCESS, Objective.ENTROPY_MATCHING, false),
                batch,
                throwsPerPoint,
                LearningRate.constant(rate),
                1,
                0.98,
                network,
                1,
                threads);
    }

    private static TrainingPoints points(GaussianMixture law) {
        SplittableRandom random = new SplittableRandom(4);
        float[] rows = new float[4000];
        double[] x = new double[1];
        for (int i = 0; i < rows.length; i++) {
            law.sample(random, x);
            rows[i] = (float) x[0];
        }
        return TrainingPoints.of(rows, 1);
    }

    private static TrainingPoints images() {
        SplittableRandom random = new SplittableRandom(5);
        float[] rows = new float[12 * 16];
        int[] labels = new int[12];
        for (int i = 0; i < rows.length; i++) {
            labels[i / 16] = i / 16 % 2;
            rows[i] = (float) (labels[i / 16] + .1 * random.nextGaussian());
        }
        return new TrainingPoints(rows, 16, labels);
    }

    private static int nativeArrays() {
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }
}
