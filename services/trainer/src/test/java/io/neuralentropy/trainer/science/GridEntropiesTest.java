package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridEntropiesTest {
    @Test
    void gridIsThatOfThePaper() {
        double[] times = EvaluationGrid.ofTimes(DiffusionProcess.vp(), 100).times();
        assertEquals(100, times.length);
        assertEquals(1e-5, times[0]);
        assertEquals(1, times[99]);
        assertEquals(1e-5 + 37 * (1 - 1e-5) / 99, times[37], 1e-15);
        assertTrue(
                EvaluationGrid.ofTimes(DiffusionProcess.straightLine(.1), 100).times()[99] < 1);
    }

    @Test
    void integratesEachPointByTheTrapezoidalRule() {
        DiffusionProcess vp = DiffusionProcess.vp();
        double[] times = EvaluationGrid.ofTimes(vp, 3).times();
        GridEntropies grid = new GridEntropies(EvaluationGrid.ofTimes(vp, 3), 2);
        double[][] squares = {{1, 2, 3}, {4, 6, 5}};
        for (int p = 0; p < 2; p++) {
            for (int i = 0; i < 3; i++) {
                grid.add(i, p, squares[p][i], squares[p][i] / 2 + 1);
            }
        }
        double h = (times[2] - times[0]) / 2;
        double first = h * (vp.rate(times[0]) / 2 + 2 * vp.rate(times[1]) + 1.5 * vp.rate(times[2]));
        double second = h * (2 * vp.rate(times[0]) + 6 * vp.rate(times[1]) + 2.5 * vp.rate(times[2]));
        assertEquals((first + second) / 2, grid.neural().mean(), 1e-12);
        assertEquals(
                (first - second) * (first - second) / 2,
                grid.neural().variance(),
                1e-12 * (first - second) * (first - second));
        assertEquals(2, grid.neural().count());
        // 2·(q/2 + 1) − q = 2 at every time
        double learned = h * (vp.rate(times[0]) + 2 * vp.rate(times[1]) + vp.rate(times[2]));
        assertEquals(learned, grid.learned().mean(), 1e-12);

        Evaluation.Grid profile = grid.profile();
        assertArrayEquals(times, profile.at());
        assertEquals(4 * vp.rate(times[1]), profile.neural()[1], 1e-12);
        assertEquals(2 * vp.rate(times[1]), profile.learned()[1], 1e-12);
        assertEquals(2 * vp.rate(times[1]), profile.standardError()[1], 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"vp, 1", "vpx, .1", "sl, .1"})
    void measuresTheTotalEntropyOfAnIdealNetworkOnHeldOutPoints(String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        GaussianMixture law = GaussianMixture.paper(3);
        int points = 2000;
        EvaluationGrid timesOfThePaper = EvaluationGrid.ofTimes(process, EvaluationGrid.PAPER_POINTS);
        double[] times = timesOfThePaper.times();
        GridEntropies grid = new GridEntropies(timesOfThePaper, points);
        SplittableRandom random = new SplittableRandom(6);
        double[] x = new double[3];
        for (int p = 0; p < points; p++) {
            law.sample(random, x);
            for (int i = 0; i < times.length; i++) {
                Throw drawn = Throw.of(process, law, x, times[i], random);
                grid.add(i, p, drawn.square(), drawn.cross());
            }
        }
        double total = TotalEntropy.of(process.range(), law).nats();
        Moments neural = grid.neural();
        // a thousandth for the grid
        assertEquals(total, neural.mean(), 4 * Math.sqrt(neural.variance() / points) + .001 * total + .004);
        assertTrue(neural.variance() > 0);
    }

    @Test
    void refusesToSpeakBeforeAllThrowsAreThere() {
        GridEntropies grid = new GridEntropies(EvaluationGrid.ofTimes(DiffusionProcess.vp(), 2), 1);
        grid.add(0, 0, 1, 1);
        assertThrows(IllegalStateException.class, grid::neural);
        assertThrows(IllegalStateException.class, grid::profile);
        grid.add(0, 0, 1, 1);
        grid.add(1, 0, 1, 1);
        assertThrows(IllegalStateException.class, grid::learned);
    }

    @Test
    void refusesAGridWithoutCells() {
        assertThrows(IllegalArgumentException.class, () -> EvaluationGrid.ofTimes(DiffusionProcess.vp(), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GridEntropies(EvaluationGrid.ofTimes(DiffusionProcess.vp(), 2), 0));
    }
}
