package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperNumbersTest {
    private final PaperNumbers paper = PaperNumbers.load();

    @Test
    void saysWhereTheNumbersAreFrom() {
        assertTrue(paper.source().contains("arXiv:2409.03817"), paper.source());
    }

    @Test
    void hasTheEpochsOfTheLearningCurves() {
        assertEquals(List.of(5, 10, 20, 40, 80, 120, 160, 200), paper.epochs());
    }

    @ParameterizedTest
    @CsvSource({"vpx,3,255", "vpx,6,521", "vpx,9,870", "sl,3,249", "sl,6,518", "sl,9,870", "vp,6,2.8", "vp,9,6.5"})
    void hasEachCurvesEnd(String process, int dimension, double nats) {
        Reference end = paper.learningCurve(process, dimension).get(200);

        assertEquals(nats, end.value(), 1e-9);
        assertEquals(Certainty.FIGURE, end.certainty());
        assertTrue(end.error() > 0, "a number read off a figure has an error");
    }

    @ParameterizedTest
    @CsvSource({"vp,3", "vp,6", "vp,9", "vpx,3", "vpx,6", "vpx,9", "sl,3", "sl,6", "sl,9"})
    void noCurveFallsByMoreThanItsErrors(String process, int dimension) {
        NavigableMap<Integer, Reference> curve = paper.learningCurve(process, dimension);

        assertFalse(curve.isEmpty());
        curve.forEach((epoch, reference) -> {
            var before = curve.lowerEntry(epoch);
            assertTrue(before == null || reference.high() >= before.getValue().low(), "epoch " + epoch);
        });
    }

    @Test
    void aCurveThatThePaperDoesNotShowIsEmpty() {
        assertTrue(paper.learningCurve("vp", 4).isEmpty());
        assertTrue(paper.totalEntropy("sl", 3).isEmpty());
    }

    @Test
    void aRangeStaysARange() {
        Reference plateau = paper.learningCurve("vp", 3).get(20);

        assertTrue(plateau.isRange());
        assertEquals("1.050 to 1.200", plateau.text());
    }

    @Test
    void hasTheStorageLawsOfTheImages() {
        List<PaperNumbers.Storage> laws = paper.storageLaws();

        assertEquals(
                List.of("CIFAR-10", "MNIST"),
                laws.stream().map(PaperNumbers.Storage::data).toList());
        laws.forEach(law -> {
            assertEquals(5, law.nats().size());
            assertTrue(law.slope() > 0);
        });
        assertEquals(2500, laws.get(1).nats().get(60_000).value());
    }

    @Test
    void hasTheRatesOfTheFigure() {
        assertEquals(1390, paper.rates("analyticPeak").value(), 1e-9);
        assertEquals(30, paper.ratesEpoch("learnedPeakAt"));
    }
}
