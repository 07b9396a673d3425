package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateTest {
    @Test
    void isConstantUnlessToldOtherwise() {
        LearningRate rate = LearningRate.constant(0.1);
        assertEquals(0.1, rate.at(1));
        assertEquals(0.1, rate.at(1_000_000_000));
    }

    @Test
    void fallsAsOneOverTheRootOfTheStepFromASetStepOn() {
        LearningRate rate = new LearningRate(0.1, 100);
        assertEquals(0.1, rate.at(1));
        assertEquals(0.1, rate.at(100));
        assertEquals(0.1 / Math.sqrt(1.01), rate.at(101), 1e-15);
        assertEquals(0.05, rate.at(400), 1e-15);
        assertEquals(0.01, rate.at(10_000), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void isPositive(double rate) {
        assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(rate));
    }

    @Test
    void cannotFallBeforeTheStart() {
        assertThrows(IllegalArgumentException.class, () -> new LearningRate(0.1, -1));
    }
}
