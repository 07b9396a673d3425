package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReferenceTest {
    private final Reference number = Reference.of(200, 4, Certainty.FIGURE);
    private final Reference range = Reference.between(1, 1.5, Certainty.FIGURE);

    @Test
    void aNumberIsShownWithItsErrorAndARangeByItsEnds() {
        assertEquals("200.0 ± 4.0", number.text());
        assertEquals("1.000 to 1.500", range.text());
    }

    @Test
    void theDifferenceFromANumberIsRelativeToIt() {
        assertEquals(0.05, number.difference(210), 1e-12);
        assertEquals(-0.05, number.difference(190), 1e-12);
    }

    @Test
    void withinARangeThereIsNoDifference() {
        assertEquals(0, range.difference(1));
        assertEquals(0, range.difference(1.4));
        assertEquals(0.2, range.difference(1.75), 1e-12);
        assertEquals(-0.4, range.difference(0.5), 1e-12);
    }

    @Test
    void agreementIsTenPerCentBeyondTheErrorOfReading() {
        assertTrue(LearningCurves.agrees(number, 223));
        assertFalse(LearningCurves.agrees(number, 225));
        assertTrue(LearningCurves.agrees(number, 177));
        assertFalse(LearningCurves.agrees(number, 175));
        assertFalse(LearningCurves.agrees(number, Double.NaN));
    }
}
