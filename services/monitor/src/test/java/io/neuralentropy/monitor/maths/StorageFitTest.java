package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StorageFitTest {
    private static final double UNKNOWN = Double.NaN;

    private static GroupRun run(String id, long size, double nats, double error) {
        return new GroupRun(id, 0, 1, size, new Estimate(nats, error), new Estimate(nats / 2, error));
    }

    private static StorageLaw neural(GroupRun... runs) {
        return StorageFit.of("g", List.of(runs)).neural();
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }

    @Nested
    class Law {
        @Test
        void twoSizesGiveTheLineThroughThemAndTheErrorsStated() {
            // b = (S₂ − S₁) / ln(N₂ / N₁), var(b) = (σ₁² + σ₂²) / ln²(N₂ / N₁); a = S₁ at N₁ = 1
            StorageLaw law = neural(run("a", 1, 5, 3), run("b", 1000, 26, 4));
            double logs = Math.log(1000);
            assertEquals(21 / logs, law.slope().value(), 1e-12);
            assertEquals(5 / logs, law.slope().standardError(), 1e-12);
            assertEquals(5, law.intercept().value(), 1e-12);
            assertEquals(3, law.intercept().standardError(), 1e-12);
            assertEquals(2, law.runs());
        }

        @Test
        void isFittedToEachEntropy() {
            GroupSnapshot group = StorageFit.of("g", List.of(run("b", 100, 8, 1), run("a", 10, 4, 1)));
            assertEquals(4 / Math.log(10), group.neural().slope().value(), 1e-12);
            assertEquals(2 / Math.log(10), group.learned().slope().value(), 1e-12);
            assertEquals(
                    List.of("a", "b"), group.runs().stream().map(GroupRun::run).toList(), "by N");
        }

        @Test
        void needsTwoDifferentSizes() {
            assertFalse(neural().isKnown());
            assertFalse(neural(run("a", 10, 4, 1)).isKnown());
            StorageLaw oneSize = neural(run("a", 10, 4, 1), run("b", 10, 5, 1), run("c", 10, 6, 1));
            assertFalse(oneSize.isKnown());
            assertEquals(3, oneSize.runs());
        }

        @Test
        void takesSeveralRunsOfOneSize() {
            StorageLaw law = neural(run("a", 10, 4, 1), run("b", 10, 6, 1), run("c", 100, 9, 1));
            assertEquals(4 / Math.log(10), law.slope().value(), 1e-12);
        }

        @Test
        void passesOverRunsThatHaveDivergedOrSayNothing() {
            StorageLaw law = neural(
                    run("a", 10, 4, 1),
                    run("b", 100, 8, 1),
                    run("c", 1000, Double.POSITIVE_INFINITY, UNKNOWN),
                    run("d", 1000, UNKNOWN, UNKNOWN));
            assertEquals(4 / Math.log(10), law.slope().value(), 1e-12);
            assertEquals(2, law.runs());
        }

        /**
         * Images, read off the figures of the paper (Premkumar, arXiv 2409.03817). Its slopes, ≈1330 (CIFAR-10) and ≈175 (MNIST) nats per
         * e-fold, are those between the smallest and the largest N; those of all five points agree within two errors.
         */
        @Test
        void givesTheSlopesOfThePaper() {
            long[] cifarSizes = {100, 1000, 10_000, 30_000, 50_000};
            double[] cifar = {5040, 8450, 11080, 12330, 13280};
            assertSlopes(1330, cifarSizes, cifar);
            long[] mnistSizes = {100, 1000, 10_000, 30_000, 60_000};
            double[] mnist = {1380, 1680, 2200, 2415, 2500};
            assertSlopes(175, mnistSizes, mnist);
        }

        private void assertSlopes(double stated, long[] sizes, double[] nats) {
            GroupRun[] runs = new GroupRun[sizes.length];
            for (int i = 0; i < runs.length; i++) {
                runs[i] = run("r" + i, sizes[i], nats[i], UNKNOWN);
            }
            assertEquals(stated, neural(runs[0], runs[4]).slope().value(), 0.005 * stated);
            Estimate all = neural(runs).slope();
            assertEquals(stated, all.value(), 2 * all.standardError());
            assertTrue(all.standardError() < 0.1 * stated, "which says something: " + all);
        }
    }

    @Nested
    class Errors {
        @Test
        void twoRunsWithoutStatedErrorsHaveNone() {
            StorageLaw law = neural(run("a", 10, 4, 1), run("b", 100, 8, UNKNOWN));
            assertEquals(4 / Math.log(10), law.slope().value(), 1e-12);
            assertTrue(Double.isNaN(law.slope().standardError()));
            assertTrue(Double.isNaN(law.intercept().standardError()));
        }

        @Test
        void oneRunWithoutAnErrorMakesAllWeighTheSame() {
            StorageLaw equal = neural(run("a", 10, 4, 0.1), run("b", 100, 9, 7), run("c", 1000, 12, 0));
            StorageLaw unstated =
                    neural(run("a", 10, 4, UNKNOWN), run("b", 100, 9, UNKNOWN), run("c", 1000, 12, UNKNOWN));
            assertEquals(unstated, equal, "an error of 0 is as good as none");
        }

        @Test
        void areThoseStatedWhereTheRunsKeepToTheLine() {
            StorageLaw law = StorageFit.line(new double[] {-1, 0, 1}, new double[] {1, 3, 5}, filled(3, 0.5));
            assertEquals(2, law.slope().value(), 1e-15);
            assertEquals(0.5 / Math.sqrt(2), law.slope().standardError(), 1e-15);
            assertEquals(0.5 / Math.sqrt(3), law.intercept().standardError(), 1e-15);
        }

        @Test
        void areThoseOfTheScatterWhereThatIsLarger() {
            // residuals 1, −2, 1 about y = 3 + 2x: s² = 6 / (3 − 2), se(b) = √(6 / 2)
            double[] x = {-1, 0, 1};
            double[] y = {2, 1, 6};
            StorageLaw small = StorageFit.line(x, y, filled(3, 0.001));
            assertEquals(2, small.slope().value(), 1e-12);
            assertEquals(Math.sqrt(3), small.slope().standardError(), 1e-12);
            assertEquals(Math.sqrt(2), small.intercept().standardError(), 1e-12);
            StorageLaw large = StorageFit.line(x, y, filled(3, 10));
            assertEquals(10 / Math.sqrt(2), large.slope().standardError(), 1e-12);
        }

        @Test
        void coverTheTruthAsOftenAsTheyShould() {
            Random random = new Random(7);
            double[] x = {2, 4, 7, 9, 10};
            double[] sigma = {1, 2, 1.5, 0.5, 3};
            int inside = 0;
            int trials = 4000;
            for (int trial = 0; trial < trials; trial++) {
                double[] y = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    y[i] = 3 + 2 * x[i] + sigma[i] * random.nextGaussian();
                }
                Estimate slope = StorageFit.line(x, y, sigma).slope();
                inside += Math.abs(slope.value() - 2) < 1.96 * slope.standardError() ? 1 : 0;
            }
            double share = (double) inside / trials;
            assertTrue(share > 0.945 && share < 0.985, "a little over 95 %, for errors only ever grow: " + share);
        }
    }

    /** Reference data set "Norris" of the NIST Statistical Reference Datasets: ozone, certified to 15 digits. */
    @Test
    void agreesWithTheCertifiedValuesOfNist() {
        double[] y = {
            0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3,
            448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6,
            228.9, 668.4, 449.2, 0.2
        };
        double[] x = {
            0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0,
            447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3,
            229.2, 669.1, 448.9, 0.5
        };
        StorageLaw law = StorageFit.line(x, y, filled(x.length, UNKNOWN));
        assertEquals(1.00211681802045, law.slope().value(), 1e-13);
        assertEquals(0.429796848199937e-3, law.slope().standardError(), 1e-15);
        assertEquals(-0.262323073774029, law.intercept().value(), 1e-11);
        assertEquals(0.232818234301152, law.intercept().standardError(), 1e-12);
    }

    @Test
    void agreesWithTheNormalEquationsForAnyErrors() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            int n = 3 + random.nextInt(10);
            List<GroupRun> runs = new ArrayList<>();
            double w = 0;
            double wx = 0;
            double wy = 0;
            double wxx = 0;
            double wxy = 0;
            for (int i = 0; i < n; i++) {
                long size = 1L << (4 + i);
                double error = 1 + random.nextDouble();
                double nats = 50 * Math.log(size) + random.nextGaussian() / 100;
                runs.add(run("r" + i, size, nats, error));
                double weight = 1 / (error * error);
                double x = Math.log(size);
                w += weight;
                wx += weight * x;
                wy += weight * nats;
                wxx += weight * x * x;
                wxy += weight * x * nats;
            }
            double determinant = w * wxx - wx * wx;
            StorageLaw law = StorageFit.of("g", runs).neural();
            assertEquals((w * wxy - wx * wy) / determinant, law.slope().value(), 1e-8);
            assertEquals((wxx * wy - wx * wxy) / determinant, law.intercept().value(), 1e-7);
            assertEquals(Math.sqrt(w / determinant), law.slope().standardError(), 1e-10);
            assertEquals(Math.sqrt(wxx / determinant), law.intercept().standardError(), 1e-9);
        }
    }
}
