package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianMixtureTest {
    private static final DiffusionProcess VPX = DiffusionProcess.vpx(.3);

    @ParameterizedTest
    @CsvSource({"3, 5.3682", "6, 11.6172"})
    void ofThePaperHasTheTabledSecondMoment(int dimension, double expected) {
        assertEquals(expected, GaussianMixture.paper(dimension).secondMoment(), 6e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 9, 20})
    void ofThePaperTiesWeightsAndDeviations(int dimension) {
        GaussianMixture law = GaussianMixture.paper(dimension);
        double scale = dimension == 2 ? .8 : 1;
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            double u = 2 * law.deviation(i) / scale - 1;
            double u0 = 2 * law.deviation(0) / scale - 1;
            assertEquals(u / u0, law.weight(i) / law.weight(0), 1e-5);
            for (double coordinate : law.mean(i)) {
                assertTrue(Math.abs(coordinate) <= 2);
            }
            sum += law.weight(i);
        }
        assertEquals(dimension, law.dimension());
        assertEquals(1, sum, 1e-15);
    }

    @Test
    void ofAnyDimensionIsAlwaysTheSame() {
        assertArrayEquals(
                GaussianMixture.paper(17).mean(3), GaussianMixture.paper(17).mean(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void scoreIsTheGradientOfTheLogDensity(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GaussianMixture law = PaperMixtures.drawn(4, seed);
        double s = random.nextDouble();
        double[] y = new double[4];
        law.sample(random, y);
        double[] score = new double[4];
        law.score(VPX, s, y, score);
        for (int d = 0; d < 4; d++) {
            double step = 1e-5;
            double at = y[d];
            y[d] = at + step;
            double above = law.logDensity(VPX, s, y);
            y[d] = at - step;
            double below = law.logDensity(VPX, s, y);
            y[d] = at;
            assertEquals((above - below) / (2 * step), score[d], 1e-5 * (1 + Math.abs(score[d])));
        }
    }

    @Test
    void densityIntegratesToOne() {
        GaussianMixture law = PaperMixtures.drawn(1, 9);
        double mass = Quadrature.integral(x -> Math.exp(law.logDensity(VPX, .2, new double[] {x})), -6, 6);
        assertEquals(1, mass, 1e-9);
    }

    @Test
    void staysFiniteFarFromEveryComponent() {
        GaussianMixture law = GaussianMixture.paper(3);
        double[] far = {1e6, -1e6, 1e6};
        double[] score = new double[3];
        law.score(VPX, 1e-5, far, score);
        assertTrue(Double.isFinite(law.logDensity(far)));
        for (double value : score) {
            assertTrue(Double.isFinite(value) && value != 0);
        }
    }

    @Test
    void idealOutputVanishesAtEquilibrium() {
        GaussianMixture law = GaussianMixture.gaussian(new double[2], .3);
        double[] out = new double[2];
        law.idealOutput(VPX, .4, new double[] {.7, -.2}, out);
        assertArrayEquals(new double[2], out, 1e-14);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void idealOutputTurnsAndScalesWithTheData(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GaussianMixture law = PaperMixtures.drawn(5, seed);
        Laws.Rotation rotation = Laws.rotation(5, seed);
        double[] y = new double[5];
        law.sample(random, y);
        double[] plain = new double[5];
        double[] turned = new double[5];
        double[] scaled = new double[5];
        double s = random.nextDouble();
        law.idealOutput(VPX, s, y, plain);
        Laws.mapped(law, rotation::apply).idealOutput(VPX, s, rotation.apply(y), turned);
        assertArrayEquals(rotation.apply(plain), turned, 1e-10);

        double c = 2.5;
        for (int d = 0; d < 5; d++) {
            y[d] *= c;
            plain[d] /= c;
        }
        Laws.scaled(law, c).idealOutput(DiffusionProcess.vpx(.3 * c), s, y, scaled);
        assertArrayEquals(plain, scaled, 1e-10);
    }

    @Test
    void idealOutputKnowsTheStateNotTheClock() {
        GaussianMixture law = GaussianMixture.paper(3);
        double[] y = {.3, -.8, 1.1};
        double[] curved = new double[3];
        double[] line = new double[3];
        law.idealOutput(VPX, .35, y, curved);
        law.idealOutput(DiffusionProcess.straightLine(.3), 1 - VPX.mu(.35), y, line);
        assertArrayEquals(curved, line, 1e-12);
    }

    @Test
    void samplesHaveItsMoments() {
        GaussianMixture law = GaussianMixture.paper(3);
        SplittableRandom random = new SplittableRandom(2);
        RunningMoments square = new RunningMoments();
        RunningMoments first = new RunningMoments();
        double[] x = new double[3];
        for (int n = 0; n < 100_000; n++) {
            law.sample(random, x);
            square.add(GaussianMixture.squareNorm(x));
            first.add(x[0]);
        }
        double mean = 0;
        for (int i = 0; i < law.components(); i++) {
            mean += law.weight(i) * law.mean(i)[0];
        }
        assertEquals(law.secondMoment(), square.mean(), 4 * square.standardError());
        assertEquals(mean, first.mean(), 4 * first.standardError());
    }

    @Test
    void refusesWhatIsNoLaw() {
        double[][] means = {{0, 0}, {1, 1}};
        double[] ones = {1, 1};
        assertThrows(
                IllegalArgumentException.class,
                () -> new GaussianMixture(new double[0], new double[0][], new double[0]));
        assertThrows(IllegalArgumentException.class, () -> new GaussianMixture(new double[] {1, 0}, means, ones));
        assertThrows(IllegalArgumentException.class, () -> new GaussianMixture(ones, means, new double[] {1, -1}));
        assertThrows(
                IllegalArgumentException.class, () -> new GaussianMixture(ones, new double[][] {{0}, {1, 1}}, ones));
        assertThrows(IllegalArgumentException.class, () -> GaussianMixture.paper(0));
    }
}
