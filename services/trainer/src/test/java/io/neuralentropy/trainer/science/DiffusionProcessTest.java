package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiffusionProcessTest {
    static List<DiffusionProcess> all() {
        return List.of(
                DiffusionProcess.vp(),
                DiffusionProcess.vpx(.1),
                DiffusionProcess.vpx(3),
                DiffusionProcess.straightLine(.1),
                DiffusionProcess.straightLine(1));
    }

    @Test
    void leavesOfTheDataAtTheEndWhatThePaperLeaves() {
        double mu = DiffusionProcess.vp().mu(1);
        assertEquals(3.19101922e-4, mu * mu, 1e-12);
        assertEquals(.25, DiffusionProcess.straightLine(.1).mu(.75), 1e-15);
    }

    @ParameterizedTest
    @MethodSource("all")
    void losesDataAtTheRateBeta(DiffusionProcess process) {
        double integral = Quadrature.integral(process::beta, process.timeLow(), .9);
        double expected = -2 * Math.log(process.mu(.9) / process.mu(process.timeLow()));
        assertEquals(expected, integral, 1e-10 * expected);
    }

    @ParameterizedTest
    @MethodSource("all")
    void keepsMuSquarePlusSigmaSquareOverKappaSquareAtOne(DiffusionProcess process) {
        for (double s = process.timeLow(); s <= process.timeHigh(); s += .01) {
            double share = Math.pow(process.mu(s), 2) + Math.pow(process.sigma(s) / process.kappa(), 2);
            assertEquals(1, share, 1e-14);
        }
    }

    @Test
    void losesNoDigitsNearTheData() {
        // 1 - exp(-x) = x - x²/2 + x³/6 - …, x = 0.1 s + 7.95 s², in 30 digits
        BigDecimal s = new BigDecimal("1e-5");
        BigDecimal x = s.multiply(new BigDecimal("0.1")).add(s.multiply(s).multiply(new BigDecimal("7.95")));
        BigDecimal lost = x.subtract(x.pow(2).divide(BigDecimal.valueOf(2), MathContext.DECIMAL128))
                .add(x.pow(3).divide(BigDecimal.valueOf(6), MathContext.DECIMAL128));
        assertEquals(lost.doubleValue(), DiffusionProcess.vp().lost(1e-5), 1e-21);
        assertEquals(1.99999e-5, DiffusionProcess.straightLine(1).lost(1e-5), 1e-20);
    }

    @Test
    void spansTheLogSnrOfThePaper() {
        DiffusionProcess vp = DiffusionProcess.vp();
        assertEquals(13.81471537, vp.logSnr(vp.timeLow()), 1e-8);
        assertEquals(-8.04968085, vp.logSnr(vp.timeHigh()), 1e-8);
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesLogSnrAsTheRatioOfDataToNoise(DiffusionProcess process) {
        for (double s : new double[] {1e-5, .01, .5, .99999}) {
            assertEquals(2 * Math.log(process.mu(s) / process.sigma(s)), process.logSnr(s), 1e-9);
        }
    }

    @Test
    void staysFiniteOverItsRangeOfTime() {
        for (DiffusionProcess process : all()) {
            assertTrue(Double.isFinite(process.weight(process.timeHigh())), process.toString());
            assertTrue(process.sigma(process.timeLow()) > 0, process.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"vp, 1", "vpx, 0.1", "sl, 0.1"})
    void isFoundByNameWithThePapersKappa(String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name);
        assertEquals(name, process.name());
        assertEquals(kappa, process.kappa());
    }

    @ParameterizedTest
    @CsvSource({"vpx, 0.7", "sl, 2"})
    void takesAnotherKappa(String name, double kappa) {
        assertEquals(kappa, DiffusionProcess.named(name, kappa).kappa());
    }

    @ParameterizedTest
    @CsvSource({"ddpm, 1", "vp, 0.5", "vpx, 0", "sl, -1", "sl, NaN", "vpx, Infinity"})
    void refusesWhatItCannotBe(String name, double kappa) {
        String message = assertThrows(IllegalArgumentException.class, () -> DiffusionProcess.named(name, kappa))
                .getMessage();
        assertTrue(message.contains(name) || message.contains("kappa"), message);
    }
}
