package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimeLawTest {
    private static final int POINTS = 8;
    private static final int THROWS = 5;
    private static final DiffusionProcess LINE = DiffusionProcess.straightLine(1);

    private static double[] draw(TimeLaw law, SplittableRandom random) {
        double[] s = new double[POINTS * THROWS];
        law.draw(LINE, random, THROWS, s);
        return s;
    }

    private static int stratum(double s, int strata) {
        return (int) Math.floor((s - LINE.timeLow()) / (LINE.timeHigh() - LINE.timeLow()) * strata);
    }

    @Test
    void stratifiedPutsOneThrowInEachStratum() {
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 100; n++) {
            int[] strata = Arrays.stream(draw(TimeLaw.STRATIFIED, random))
                    .mapToInt(s -> stratum(s, POINTS * THROWS))
                    .sorted()
                    .toArray();
            int[] each = new int[POINTS * THROWS];
            Arrays.setAll(each, i -> i);
            assertArrayEquals(each, strata);
        }
    }

    @Test
    void stratifiedSpreadsTheThrowsOfEachPointOverTheRange() {
        double[] s = draw(TimeLaw.STRATIFIED, new SplittableRandom(2));
        for (int p = 0; p < POINTS; p++) {
            int[] parts = Arrays.stream(s, p * THROWS, (p + 1) * THROWS)
                    .mapToInt(time -> stratum(time, THROWS))
                    .sorted()
                    .toArray();
            assertArrayEquals(new int[] {0, 1, 2, 3, 4}, parts);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyThrowOfEveryPointIsUniform(TimeLaw law) {
        SplittableRandom random = new SplittableRandom(3);
        int draws = 4000;
        int bins = 10;
        int[][] counts = new int[POINTS * THROWS][bins];
        for (int n = 0; n < draws; n++) {
            double[] s = draw(law, random);
            for (int i = 0; i < s.length; i++) {
                assertTrue(s[i] >= LINE.timeLow() && s[i] <= LINE.timeHigh());
                counts[i][stratum(s[i], bins)]++;
            }
        }
        for (int[] count : counts) {
            double chiSquare = 0;
            for (int c : count) {
                chiSquare += Math.pow(c - draws / (double) bins, 2) / (draws / (double) bins);
            }
            // 9 degrees of freedom: one in 40 million
            assertTrue(chiSquare < 50, "chi² " + chiSquare);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReproducible(TimeLaw law) {
        assertArrayEquals(draw(law, new SplittableRandom(4)), draw(law, new SplittableRandom(4)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesThrowsThatDoNotShareOut(TimeLaw law) {
        SplittableRandom random = new SplittableRandom(5);
        assertThrows(IllegalArgumentException.class, () -> law.draw(LINE, random, 3, new double[10]));
        assertThrows(IllegalArgumentException.class, () -> law.draw(LINE, random, 0, new double[10]));
    }

    @Test
    void pointsOfOneThrowNeedNoNumberOfThrows() {
        double[] s = new double[4];
        TimeLaw.STRATIFIED.draw(LINE, new SplittableRandom(6), s);
        Arrays.sort(s);
        for (int i = 0; i < 4; i++) {
            assertEquals(i, stratum(s[i], 4));
        }
    }
}
