package io.neuralentropy.monitor.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final double[] UNKNOWN = new double[0];

    /**
     * A run that stores {@code entropy(t)} after t steps, its buckets as the monitor makes them: {@code perDoubling} of
     * equal width per doubling, single steps at first.
     */
    private static ComparedRun run(
            String name,
            int perDoubling,
            long steps,
            double samplesPerStep,
            double secondsPerStep,
            double total,
            DoubleUnaryOperator entropy) {
        long[] firsts = IntStream.rangeClosed(1, (int) steps)
                .filter(t -> t < 2 * perDoubling || t % (Long.highestOneBit(t) / perDoubling) == 0)
                .asLongStream()
                .toArray();
        int n = firsts.length;
        double[] first = Arrays.stream(firsts).asDoubleStream().toArray();
        double[] last = new double[n];
        double[] neural = new double[n];
        for (int i = 0; i < n; i++) {
            last[i] = i + 1 < n ? first[i + 1] - 1 : steps;
            neural[i] = IntStream.rangeClosed((int) first[i], (int) last[i])
                    .mapToDouble(entropy::applyAsDouble)
                    .average()
                    .orElseThrow();
        }
        return new ComparedRun(
                name,
                first,
                last,
                times(last, samplesPerStep),
                times(last, secondsPerStep),
                neural,
                times(neural, 0.5),
                times(neural, -1),
                total);
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static Comparison compare(ComparedRun... runs) {
        return Comparison.of(List.of(runs), Comparison.DEFAULT_EFFICIENCIES, List.of());
    }

    @Nested
    class AtEqualPlaces {
        private final ComparedRun constant = run("a", 16, 1000, 32, 0.1, 10, t -> 5);
        private final ComparedRun longer = run("b", 128, 4000, 64, 0.1, 20, t -> t);

        @Test
        void theShortestRunSaysWhere() {
            Comparison comparison = compare(constant, longer);
            assertEquals(1000, comparison.equal().get(Axis.STEPS).place());
            assertEquals(32_000, comparison.equal().get(Axis.SAMPLES).place());
            assertEquals(100, comparison.equal().get(Axis.SECONDS).place(), 1e-9);
        }

        @Test
        void valuesAreMeansOverTheLastSixteenthOfTheWay() {
            Comparison comparison = compare(constant, longer);
            Comparison.Values a = comparison.equal().get(Axis.STEPS).values().get(0);
            assertEquals(new Comparison.Values(5, 2.5, 0.5, 0.25, -5), a);
            Comparison.Values b = comparison.equal().get(Axis.STEPS).values().get(1);
            double mean = 1000 * (1 - 1 / 32.0) + 0.5;
            assertEquals(mean, b.neuralEntropy(), 2, "steps 938 … 1000; buckets are cut in straight lines");
            assertEquals(b.neuralEntropy() / 20, b.efficiency());
            double ofHalfTheSteps =
                    comparison.equal().get(Axis.SAMPLES).values().get(1).neuralEntropy();
            assertEquals(500 * (1 - 1 / 32.0) + 0.5, ofHalfTheSteps, 2, "32,000 samples are 500 steps of 64");
        }

        @Test
        void aRunThatStatesNoSamplesHasNoValueThereAndDoesNotShortenTheOthers() {
            double[] none = new double[constant.size()];
            Arrays.fill(none, Double.NaN);
            ComparedRun silent = new ComparedRun(
                    "a",
                    constant.first(),
                    constant.last(),
                    none,
                    constant.seconds(),
                    constant.neural(),
                    constant.learned(),
                    constant.loss(),
                    10);
            Comparison.Equal equal = compare(silent, longer).equal().get(Axis.SAMPLES);
            assertEquals(4000 * 64, equal.place());
            assertTrue(Double.isNaN(equal.values().get(0).neuralEntropy()));
            assertTrue(equal.values().get(1).neuralEntropy() > 3800);
        }

        @Test
        void aRunWithoutStepsHasNoValues() {
            ComparedRun empty = new ComparedRun("e", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 10);
            Comparison comparison = compare(empty, constant);
            assertEquals(1000, comparison.equal().get(Axis.STEPS).place());
            assertTrue(Double.isNaN(
                    comparison.equal().get(Axis.STEPS).values().get(0).neuralEntropy()));
            assertTrue(Double.isNaN(
                    comparison.reached().get(0).efficiencies().get(0).steps()));
        }
    }

    @Nested
    class ReachingALevel {
        /** S(t) = S_tot (1 − exp(−t/τ)) reaches η at t = −τ ln(1 − η). */
        @ParameterizedTest
        @ValueSource(ints = {16, 128})
        void isFoundWithinTwoPercentOnASaturatingCurveAtEitherResolution(int perDoubling) {
            double tau = 3000;
            ComparedRun run = run("a", perDoubling, 20_000, 32, 0.05, 800, t -> 800 * (1 - Math.exp(-t / tau)));
            for (Comparison.Reach reach : compare(run).reached().get(0).efficiencies()) {
                double expected = -tau * Math.log(1 - reach.level());
                assertEquals(expected, reach.steps(), 0.02 * expected, "η = " + reach.level());
                assertEquals(reach.steps() * 32, reach.samples(), 1e-6 * reach.samples());
                assertEquals(reach.steps() * 0.05, reach.seconds(), 1e-6 * reach.seconds());
            }
        }

        @Test
        void isInterpolatedExactlyOnAStraightLine() {
            ComparedRun line = run("a", 16, 64, 1, 1, 100, t -> t);
            Comparison comparison = Comparison.of(List.of(line), List.of(), List.of(10.25, 40.0));
            assertEquals(10.25, comparison.reached().get(0).entropies().get(0).steps(), 1e-9);
            assertEquals(40, comparison.reached().get(0).entropies().get(1).steps(), 0.1);
        }

        @Test
        void isUnknownWhereItNeverIsOrTheTotalIsUnknown() {
            ComparedRun low = run("a", 16, 1000, 1, 1, 10, t -> 4.9);
            ComparedRun unknown = run("b", 16, 1000, 1, 1, Double.NaN, t -> 4.9);
            for (Comparison.Reached reached : compare(low, unknown).reached()) {
                assertTrue(Double.isNaN(reached.efficiencies().get(0).steps()));
                assertTrue(Double.isNaN(reached.efficiencies().get(0).samples()));
            }
        }

        @Test
        void isNotPretendedByTheNoiseOfASingleStep() {
            ComparedRun spiky = run("a", 128, 4000, 1, 1, 100, t -> t == 3000 ? 99 : 20);
            assertTrue(Double.isNaN(
                    compare(spiky).reached().get(0).efficiencies().get(0).steps()));
        }

        @Test
        void countsFromTheFirstBucketWhereTheRunBeginsAboveIt() {
            ComparedRun high = run("a", 16, 100, 1, 1, 10, t -> 9.9);
            assertEquals(1, compare(high).reached().get(0).efficiencies().get(2).steps());
        }

        @Test
        void passesOverUnknownAndInfiniteBuckets() {
            ComparedRun odd =
                    run("a", 16, 100, 1, 1, 10, t -> t < 3 ? Double.NaN : t == 50 ? Double.NEGATIVE_INFINITY : t / 10);
            double steps = compare(odd).reached().get(0).efficiencies().get(1).steps();
            assertEquals(90, steps, 1.5);
        }
    }

    @Test
    void columnsOfDifferentLengthsAreRefused() {
        double[] one = {1};
        assertThrows(
                IllegalArgumentException.class, () -> new ComparedRun("a", one, one, UNKNOWN, one, one, one, one, 1));
    }
}
