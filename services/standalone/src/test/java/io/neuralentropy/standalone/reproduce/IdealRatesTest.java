package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.GaussianMixture;
import io.neuralentropy.trainer.science.TotalEntropy;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdealRatesTest {
    private static double[] grid(DiffusionProcess process, int points) {
        return IntStream.range(0, points)
                .mapToDouble(i -> process.timeLow() + i * (process.timeHigh() - process.timeLow()) / (points - 1))
                .toArray();
    }

    @Test
    void areThoseOfTheClosedFormForAGaussian() {
        DiffusionProcess process = DiffusionProcess.vpx(0.1);
        GaussianMixture law = GaussianMixture.gaussian(new double[] {1, 1, 1}, 0.8);
        Rates rates = IdealRates.of(process, law, new double[] {1e-5, 0.05, 0.3, 0.8});

        for (int i = 0; i < rates.at().length; i++) {
            double known = TotalEntropy.rate(process, law, rates.at()[i]);
            assertEquals(known, rates.neural()[i], 4 * rates.neuralError()[i]);
            assertTrue(rates.neuralError()[i] < 0.02 * known, "a useful error");
        }
    }

    @Test
    void addUpToTheTotalEntropyOfAMixtureAndPeakWhereThePaperSays() {
        DiffusionProcess process = DiffusionProcess.vpx(0.1);
        GaussianMixture law = GaussianMixture.paper(6);
        PaperNumbers paper = PaperNumbers.load();
        Rates rates = IdealRates.of(process, law, grid(process, 100));
        double step = (process.timeHigh() - process.timeLow()) / 99;
        double sum = IntStream.range(0, 100)
                .mapToDouble(i -> rates.neural()[i] * (i == 0 || i == 99 ? step / 2 : step))
                .sum();

        double total = TotalEntropy.of(process.range(), law).nats();
        assertEquals(total, sum, 0.02 * total);
        int peak = rates.peak();
        assertEquals(
                paper.rates("analyticPeak").value(),
                rates.neural()[peak],
                paper.rates("analyticPeak").error() + 3 * rates.neuralError()[peak]);
        assertEquals(paper.rates("analyticPeakAt").value(), rates.at()[peak], 0.04);
    }
}
