package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedLineTest {
    @Test
    void findsAnExactLineWhateverTheWeights() {
        WeightedLine line = new WeightedLine(5);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5; i++) {
            line.add(i * i, 3 - 0.25 * i * i, 1 + random.nextInt(9));
        }
        Estimate slope = line.slope();
        assertEquals(-0.25, slope.value(), 1e-15);
        assertEquals(0, slope.standardError(), 1e-14);
    }

    @Test
    void matchesATextbookRegression() {
        // Anscombe's first quartet: slope 0.50009, its standard error 0.11791 (Am. Statistician 27 (1973) 17)
        double[] x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
        double[] y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
        WeightedLine line = new WeightedLine(x.length);
        for (int i = 0; i < x.length; i++) {
            line.add(x[i], y[i], 1);
        }
        assertEquals(0.50009, line.slope().value(), 5e-6);
        assertEquals(0.11791, line.slope().standardError(), 5e-6);
    }

    @Test
    void aDoubledWeightIsAPointTwiceInSlopeAndLevel() {
        WeightedLine weighted = new WeightedLine(3);
        weighted.add(1, 2, 2);
        weighted.add(2, 5, 1);
        weighted.add(4, 4, 1);
        WeightedLine repeated = new WeightedLine(4);
        repeated.add(1, 2, 1);
        repeated.add(1, 2, 1);
        repeated.add(2, 5, 1);
        repeated.add(4, 4, 1);
        assertEquals(repeated.slope().value(), weighted.slope().value(), 1e-15);
        assertEquals(repeated.level(), weighted.level(), 1e-15);
    }

    @Test
    void theStatedErrorIsThatOfTheScatterOverRepetitions() {
        SplittableRandom random = new SplittableRandom(7);
        double squares = 0;
        int repetitions = 4000;
        for (int r = 0; r < repetitions; r++) {
            WeightedLine line = new WeightedLine(32);
            for (int i = 0; i < 32; i++) {
                double weight = 1 + i % 3;
                line.add(i, 10 + 0.5 * i + random.nextGaussian() / Math.sqrt(weight), weight);
            }
            Estimate slope = line.slope();
            double z = (slope.value() - 0.5) / slope.standardError();
            squares += z * z;
        }
        // t with 30 degrees of freedom has variance 30/28
        assertEquals(30.0 / 28, squares / repetitions, 0.12);
    }

    @Test
    void isUnknownWithoutTwoDistinctPlacesAndHasNoErrorBelowThreePoints() {
        WeightedLine line = new WeightedLine(3);
        assertFalse(line.slope().isKnown());
        line.add(1, 1, 1);
        line.add(1, 2, 1);
        assertFalse(line.slope().isKnown());
        WeightedLine two = new WeightedLine(2);
        two.add(1, 1, 1);
        two.add(2, 3, 1);
        assertEquals(2, two.slope().value());
        assertTrue(Double.isNaN(two.slope().standardError()));
    }
}
