package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossWeightTest {
    /** On the line, α = 1 − t and σ = t. */
    @ParameterizedTest
    @CsvSource({
        // SNR 16, 1, 1/16
        ".2, 5, .3125", ".2, 1, .0625", ".2, 20, 1",
        ".5, 5, 1", ".5, 1, 1", ".5, .25, .25",
        ".8, 5, 1", ".8, .25, 1", ".8, .03125, .5"
    })
    void minSnrIsGammaOverTheSignalToNoiseRatioAndAtMostOne(double t, double gamma, double expected) {
        DiffusionProcess line = DiffusionProcess.named("rectified-flow");
        for (Objective objective : List.of(Objective.NOISE_PREDICTION, Objective.VELOCITY)) {
            assertEquals(expected, LossWeight.minSnr(gamma).at(objective, line, t), 1e-12);
        }
    }

    @Test
    void minSnrHasTheGammaOfItsPaperUnlessToldOtherwise() {
        DiffusionProcess line = DiffusionProcess.named("rectified-flow");
        assertEquals(5 / 16., LossWeight.MIN_SNR.at(Objective.NOISE_PREDICTION, line, .2), 1e-12);
    }

    @Test
    void namesTellWeightsApart() {
        assertEquals(
                List.of("unit", "noise", "min-snr", "maximum-likelihood"),
                LossWeight.all().stream().map(LossWeight::toString).toList());
        assertEquals("min-snr", LossWeight.minSnr(5).toString());
        assertEquals("min-snr-3", LossWeight.minSnr(3).toString());
        assertEquals("min-snr-0.25", LossWeight.minSnr(.25).toString());
        assertEquals("min-snr-100", LossWeight.minSnr(100).toString());
    }

    @Test
    void areKnownByTheirNames() {
        LossWeight.all().forEach(weight -> assertSame(weight, LossWeight.named(weight.toString())));
        assertSame(LossWeight.MIN_SNR, LossWeight.named("Min-SNR"));
        String message = assertThrows(IllegalArgumentException.class, () -> LossWeight.named("min-snr-3"))
                .getMessage();
        assertEquals("'min-snr-3' is none of unit, noise, min-snr, maximum-likelihood", message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -5, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAGammaThatIsNotPositive(double gamma) {
        String message = assertThrows(IllegalArgumentException.class, () -> LossWeight.minSnr(gamma))
                .getMessage();
        assertTrue(message.startsWith("min-snr-gamma must be a positive number"), message);
    }
}
