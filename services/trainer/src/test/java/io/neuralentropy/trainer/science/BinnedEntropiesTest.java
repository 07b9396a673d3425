package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On images whose entropies are known in closed form, with batches of 32 of one throw each: a U-Net's usual ones. */
class BinnedEntropiesTest {
    private static final int BATCH = 32;

    /** While the network learns, from 0.3 to 0.97 of the ideal one. */
    @ParameterizedTest
    @ValueSource(
            strings = {"vp", "cosine", "rectified-flow", "edm", "ddpm-linear", "ddpm-scaled-linear", "ddpm-cosine"})
    void aThousandStepsComeTogetherAtTheTruth(String process) {
        double neural = 0;
        double learned = 0;
        int repetitions = 4;
        for (int seed = 1; seed <= repetitions; seed++) {
            ImageBatches batches = new ImageBatches(new PowerLawImages(784), process, TimeLaw.STRATIFIED, BATCH, seed);
            double expectedNeural = 0;
            double expectedLearned = 0;
            double sumNeural = 0;
            double sumLearned = 0;
            for (int step = 0; step < 1000; step++) {
                double a = 1 - .7 * Math.exp(-step / 300.);
                batches.next(a);
                sumNeural += batches.estimator().neural().mean();
                sumLearned += batches.estimator().learned().mean();
                batches.estimator().remember();
                expectedNeural += a * a * batches.total();
                expectedLearned += (2 * a - a * a) * batches.total();
            }
            neural += (sumNeural / expectedNeural - 1) / repetitions;
            learned += (sumLearned / expectedLearned - 1) / repetitions;
        }
        assertEquals(0, neural, .003, "S_NN");
        assertEquals(0, learned, .003, "S_lin");
    }

    /** κ = 0.1 makes single images differ by 80 % in what there is to know of them, which no estimator can take away. */
    @ParameterizedTest
    @ValueSource(strings = {"vpx", "sl"})
    void comeTogetherWithinTheirErrorsWhereImagesDifferMuch(String process) {
        ImageBatches batches = new ImageBatches(new PowerLawImages(784), process, TimeLaw.STRATIFIED, BATCH, 5);
        Window window = new Window();
        for (int step = 0; step < 1000; step++) {
            batches.next(1);
            window.add(batches.estimator().neural());
            batches.estimator().remember();
        }
        assertEquals(batches.total(), window.mean(), 3 * window.error());
        assertTrue(window.error() < .007 * batches.total(), "error " + window.error());
    }

    @ParameterizedTest
    @CsvSource({
        "vp, STRATIFIED",
        "cosine, STRATIFIED",
        "rectified-flow, STRATIFIED",
        "edm, STRATIFIED",
        "ddpm-linear, STRATIFIED",
        "ddpm-scaled-linear, STRATIFIED",
        "ddpm-cosine, STRATIFIED",
        "vpx, STRATIFIED",
        "vp, UNIFORM",
        "edm, UNIFORM",
        "ddpm-linear, UNIFORM"
    })
    void intervalsOfMergedStepsCoverTheTruthAsOftenAsTheySay(String process, TimeLaw timeLaw) {
        ImageBatches batches = new ImageBatches(new PowerLawImages(100), process, timeLaw, BATCH, 17);
        int windows = 1500;
        int neural = 0;
        int learned = 0;
        for (int w = 0; w < windows; w++) {
            Window neurals = new Window();
            Window learneds = new Window();
            for (int step = 0; step < 10; step++) {
                batches.next(.8);
                neurals.add(batches.estimator().neural());
                learneds.add(batches.estimator().learned());
                batches.estimator().remember();
            }
            // the sums of a grid of λ lie 0.04 % beside the integral, far within the intervals
            neural += neurals.covers(.64 * batches.total()) ? 1 : 0;
            learned += learneds.covers(.96 * batches.total()) ? 1 : 0;
        }
        assertEquals(.95, (double) neural / windows, .02, "S_NN");
        assertEquals(.95, (double) learned / windows, .02, "S_lin");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void isRightForTheSmallestBatches(int batch) {
        ImageBatches batches = new ImageBatches(new PowerLawImages(100), "cosine", TimeLaw.UNIFORM, batch, 23);
        RunningMoments neural = new RunningMoments();
        RunningMoments learned = new RunningMoments();
        for (int step = 0; step < 20_000; step++) {
            batches.next(1);
            neural.add(batches.estimator().neural().mean() / batches.total());
            learned.add(batches.estimator().learned().mean() / batches.total());
            batches.estimator().remember();
        }
        assertEquals(1, neural.mean(), 3.5 * neural.standardError());
        assertEquals(1, learned.mean(), 3.5 * learned.standardError());
        assertTrue(neural.standardError() < .003 / Math.sqrt(batch), "error " + neural.standardError());
    }

    @Test
    void stepsScatterFarLessOnceThereIsAPast() {
        assertTrue(spread(true) < spread(false) / 4, spread(true) + " against " + spread(false));
    }

    private static double spread(boolean remembering) {
        ImageBatches batches = new ImageBatches(new PowerLawImages(784), "cosine", TimeLaw.UNIFORM, BATCH, 2);
        RunningMoments means = new RunningMoments();
        for (int step = 0; step < 300; step++) {
            batches.next(1);
            if (step >= 100) {
                means.add(batches.estimator().neural().mean() / batches.total());
            }
            if (remembering) {
                batches.estimator().remember();
            }
        }
        return means.deviation();
    }

    /** One step a thousand times too large: the next one suffers, those after it scatter about as if there were no past. */
    @Test
    void aSingleStepFarOffSpoilsNoOthers() {
        ImageBatches batches = new ImageBatches(new PowerLawImages(784), "cosine", TimeLaw.UNIFORM, BATCH, 3);
        RunningMoments after = new RunningMoments();
        for (int step = 0; step < 400; step++) {
            batches.next(step == 100 ? 30 : 1);
            if (step > 101 && step < 200) {
                after.add(batches.estimator().neural().mean() / batches.total());
            }
            batches.estimator().remember();
        }
        assertTrue(after.deviation() < .4, "spread " + after.deviation());
    }

    @Test
    void aDivergedStepIsNotRemembered() {
        ImageBatches batches = new ImageBatches(new PowerLawImages(100), "cosine", TimeLaw.STRATIFIED, BATCH, 3);
        for (int step = 0; step < 50; step++) {
            batches.next(1);
            batches.estimator().remember();
        }
        double[] before = batches.estimator().memory();
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            batches.next(bad);
            assertFalse(Math.abs(batches.estimator().neural().mean()) < 1e100);
            batches.estimator().remember();
            if (bad != 1e200) {
                assertEquals(before[BinnedEntropies.BINS], batches.estimator().memory()[BinnedEntropies.BINS]);
            }
        }
        for (int step = 0; step < 5; step++) {
            batches.next(1);
            batches.estimator().remember();
        }
        batches.next(1);
        assertTrue(Double.isFinite(batches.estimator().neural().mean()));
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromAMemoryToTheLastBit(TimeLaw timeLaw) {
        ImageBatches whole = new ImageBatches(new PowerLawImages(100), "ddpm-linear", timeLaw, BATCH, 8);
        ImageBatches resumed = new ImageBatches(new PowerLawImages(100), "ddpm-linear", timeLaw, BATCH, 8);
        for (int step = 0; step < 20; step++) {
            whole.next(1);
            resumed.next(1);
            whole.estimator().remember();
        }
        resumed.estimator().recall(whole.estimator().memory());
        assertArrayEquals(whole.estimator().memory(), resumed.estimator().memory());
        for (int step = 0; step < 5; step++) {
            whole.next(1);
            resumed.next(1);
            assertEquals(whole.estimator().neural(), resumed.estimator().neural());
            assertEquals(whole.estimator().learned(), resumed.estimator().learned());
            whole.estimator().remember();
            resumed.estimator().remember();
        }
    }

    @Test
    void rememberingChangesNothingOfTheBatchItself() {
        ImageBatches batches = new ImageBatches(new PowerLawImages(100), "vp", TimeLaw.UNIFORM, BATCH, 8);
        for (int step = 0; step < 3; step++) {
            batches.next(1);
            Moments neural = batches.estimator().neural();
            batches.estimator().remember();
            assertEquals(neural, batches.estimator().neural());
        }
    }

    @Test
    void refusesAnothersMemory() {
        ImageBatches batches = new ImageBatches(new PowerLawImages(100), "vp", TimeLaw.UNIFORM, BATCH, 8);
        assertThrows(IllegalArgumentException.class, () -> batches.estimator().recall(new double[3]));
    }

    /** Steps merged by count, as a monitor does. */
    private static final class Window {
        private double sum;
        private double squareError;
        private long count;

        void add(Moments moments) {
            sum += moments.count() * moments.mean();
            squareError += moments.count() * moments.variance();
            count += moments.count();
        }

        double mean() {
            return sum / count;
        }

        double error() {
            return Math.sqrt(squareError) / count;
        }

        boolean covers(double truth) {
            return Math.abs(mean() - truth) < 1.959964 * error();
        }
    }
}
