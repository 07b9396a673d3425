package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.ThrowsOutside;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers, times and tables look to people. */
class TextTest {

    @ParameterizedTest
    @CsvSource({
        "NaN, -",
        "Infinity, inf",
        "-Infinity, -inf",
        "0, 0.0000",
        "0.01234, 0.0123",
        "1.23456, 1.235",
        "-12.3456, -12.35",
        "123.456, 123.5",
        "12345.6, 12346",
        "1234567, 1.235e+06",
        "0.00012, 1.200e-04"
    })
    void aNumberHasFourDigits(double value, String text) {
        assertEquals(text, Numbers.text(value));
    }

    @ParameterizedTest
    @CsvSource({
        "612.437, 3.14, 612.4 ± 3.1",
        "612.437, 31.4, 612 ± 31",
        "612.437, 314, 612 ± 314",
        "1.05, 0.0123, 1.050 ± 0.012",
        "-0.5, 0.5, -0.50 ± 0.50",
        "1.05, NaN, 1.050",
        "1.05, 0, 1.050",
        "NaN, 1, -"
    })
    void anEstimateHasTwoDigitsOfItsError(double value, double error, String text) {
        assertEquals(text, Numbers.withError(value, error));
    }

    @Test
    void throwsOutsideTheRangeStandBesideTheSharesOfTheLaw() {
        DiffusionProcess edm = DiffusionProcess.named("edm");
        assertEquals(
                Optional.of(
                        "outside the range of log-SNR: of 100000 throws 140 below -4.800 (0.140 %, expected 0.135 %),"
                                + " 290 above 9.000 (0.290 %, expected 0.298 %)"),
                RunLine.outside(new ThrowsOutside(140, 290, 100_000), edm, Estimator.BINS.range(edm, Objective.EDM)));
    }

    @ParameterizedTest
    @CsvSource({"vp, TIME_AVERAGE", "sl, TIME_AVERAGE", "ddpm-cosine, BINS"})
    void throwsThatAreAllInsideAreNotSpokenOf(String name, Estimator estimator) {
        DiffusionProcess process = DiffusionProcess.named(name);
        EntropyRange range = estimator.range(process, Objective.NOISE_PREDICTION);
        assertEquals(Optional.empty(), RunLine.outside(new ThrowsOutside(0, 0, 100), process, range));
    }

    @ParameterizedTest
    @CsvSource({
        "0.4, 0 s",
        "59.4, 59 s",
        "59.6, 1 min 00 s",
        "185, 3 min 05 s",
        "7620, 2 h 07 min",
        "273600, 3 d 4 h",
        "NaN, ?",
        "Infinity, ?",
        "-1, ?"
    })
    void aDurationHasTwoUnits(double seconds, String text) {
        assertEquals(text, Durations.text(seconds));
    }

    @Test
    void aTableAlignsItsColumns() {
        TextTable table = new TextTable("RUN", "STEP");
        table.alignLeft(0);
        table.row("a", "12345");
        table.row("long-name", "1");
        assertEquals(
                String.join(System.lineSeparator(), "RUN         STEP", "a          12345", "long-name      1"),
                table.toString());
        assertThrows(IllegalArgumentException.class, () -> table.row("too few"));
    }

    @Nested
    class Suggestions {
        private final Set<String> words = Set.of("--port", "--host", "--data");

        @ParameterizedTest
        @CsvSource({"--prot, --port", "--ports, --port", "--por, --port", "--dta, --data", "--host, --host"})
        void findSlipsOfThePen(String typed, String meant) {
            assertEquals(Optional.of(meant), Suggestion.nearest(typed, words));
        }

        @Test
        void areNotMadeForOtherWords() {
            assertEquals(Optional.empty(), Suggestion.nearest("--steps", words));
        }

        @ParameterizedTest
        @CsvSource({"'', abc, 3", "abc, abc, 0", "kitten, sitting, 3", "ab, ba, 1", "abcd, acbd, 1"})
        void countChanges(String a, String b, int changes) {
            assertEquals(changes, Suggestion.distance(a, b));
            assertEquals(changes, Suggestion.distance(b, a));
        }
    }
}
