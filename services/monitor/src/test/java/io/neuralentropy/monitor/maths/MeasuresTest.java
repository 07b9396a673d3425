package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the oracle of a network that errs only in scale, d = a·d*: S_NN = a² S_tot, S_lin = (2a − a²) S_tot. */
class MeasuresTest {
    private static final double TOTAL = 259.884;

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 1, 1.5})
    void aScaledIdealNetworkHasEfficiencyASquaredAndOutputScaleOneOverA(double a) {
        double neural = a * a * TOTAL;
        double learned = (2 * a - a * a) * TOTAL;
        assertEquals(
                a * a,
                Measures.encodingEfficiency(new Estimate(neural, 1), TOTAL, 0).value(),
                1e-15);
        assertEquals(2 * a - a * a, Measures.learnedRatio(learned, TOTAL), 1e-15);
        assertEquals(1 / a, Measures.outputScale(neural, learned), 1e-14);
    }

    @Test
    void theGapToHeldOutPointsHasBothErrors() {
        Estimate gap = Measures.heldOutGap(new Estimate(7, 3), new Estimate(5, 4));
        assertEquals(new Estimate(2, 5), gap);
        assertFalse(Measures.heldOutGap(Estimate.UNKNOWN, new Estimate(5, 4)).isKnown());
        Estimate ofUnknownError = Measures.heldOutGap(new Estimate(7, 3), new Estimate(5, Double.NaN));
        assertEquals(2, ofUnknownError.value());
        assertTrue(Double.isNaN(ofUnknownError.standardError()));
    }

    @Test
    void theErrorOfAQuotientCombinesBothErrors() {
        Estimate efficiency = Measures.encodingEfficiency(new Estimate(50, 3), 100, 8);
        assertEquals(0.5, efficiency.value());
        assertEquals(Math.sqrt(0.03 * 0.03 + 0.04 * 0.04), efficiency.standardError(), 1e-15);
        assertEquals(
                0.03,
                Measures.encodingEfficiency(new Estimate(50, 3), 100, Double.NaN)
                        .standardError(),
                1e-15);
    }

    @Test
    void efficiencyIsUnknownWhereTheTotalIsUnknownOrNotPositive() {
        Estimate neural = new Estimate(1, 0.1);
        assertFalse(Measures.encodingEfficiency(neural, Double.NaN, 0).isKnown());
        assertFalse(Measures.encodingEfficiency(neural, 0, 0).isKnown());
        assertFalse(Measures.encodingEfficiency(neural, -1, 0).isKnown());
    }

    @Test
    void theBracketOfTheLearnedRatioIsOrderedAndEndsAtOne() {
        assertEquals(0.4, Measures.learnedRatioLower(40, 50, 100));
        assertEquals(0.8, Measures.learnedRatioUpper(40, 50, 100));
        assertEquals(1, Measures.learnedRatioUpper(60, 50, 100));
        assertEquals(-0.8, Measures.learnedRatioLower(-40, 50, 100));
        assertEquals(-0.4, Measures.learnedRatioUpper(-40, 50, 100));
        assertTrue(Double.isNaN(Measures.learnedRatioUpper(40, Double.NaN, 100)));
    }

    /** d = d* + an error that has nothing to do with it, of square 7: S_NN = S_tot + 7, S_lin = S_tot − 7. */
    @Test
    void noiseInTheOutputLeavesTheAlignedEntropyAsItIs() {
        assertEquals(TOTAL, Measures.alignedEntropy(TOTAL + 7, TOTAL - 7), 1e-12);
    }

    /** d = a d*: S_NN = a² S_tot, S_lin = (2a − a²) S_tot. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1.5})
    void theAlignedEntropyIsProportionalToTheOutput(double a) {
        assertEquals(a * TOTAL, Measures.alignedEntropy(a * a * TOTAL, (2 * a - a * a) * TOTAL), 1e-12);
    }

    @Test
    void aNetworkThatHasMemorisedItsPointsHoldsTheirWholeEntropy() {
        assertEquals(1, Measures.memorisedRatio(TOTAL, TOTAL));
        assertEquals(0.25, Measures.memorisedRatio(TOTAL / 4, TOTAL));
        assertTrue(Double.isNaN(Measures.memorisedRatio(1, 0)));
        assertTrue(Double.isNaN(Measures.memorisedRatio(1, Double.NaN)));
    }

    @Test
    void bitsPerParameterCountBitsNotNats() {
        assertEquals(0.5, Measures.bitsPerParameter(500 * Math.log(2), 1000), 1e-15);
        assertTrue(Double.isNaN(Measures.bitsPerParameter(1, 0)));
    }

    @Test
    void aPowerLawGainsGammaLnTwoPerDoubling() {
        // S = t^γ has dS/d ln t = γ S , so ρ → γ ln 2
        double gamma = 0.3;
        double level = Math.pow(5000, gamma);
        Estimate gain = Measures.gainOfDoubling(new Estimate(gamma * level, 0.1), level);
        assertEquals(gamma * Math.log(2), gain.value(), 1e-15);
    }
}
