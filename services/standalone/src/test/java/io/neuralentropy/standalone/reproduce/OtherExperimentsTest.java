package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OtherExperimentsTest {
    private static List<String> row(Report report, int table, String head) {
        return report.tables()
                .get(table)
                .markdown()
                .lines()
                .filter(line -> line.startsWith("| " + head + " "))
                .findFirst()
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .orElseThrow();
    }

    @Nested
    class TheStorageLaw {
        private final StorageLaws experiment = new StorageLaws(PaperNumbers.load());

        @Test
        void isFittedToTheEntropiesOfEachDataSet() {
            List<RunResult> results = experiment.runs(Samples.QUICK).stream()
                    .filter(plan -> plan.variant().startsWith("mixture-"))
                    .map(plan -> {
                        double size = Double.parseDouble(plan.settings().get("size"));
                        return Samples.of(plan, step -> 100 + 12 * Math.log(size));
                    })
                    .toList();

            Report report = experiment.report(results);

            List<String> law = row(report, 1, "mixture");
            assertEquals("5", law.get(1));
            assertTrue(law.get(2).startsWith("12.0"), law.toString());
            assertTrue(law.get(3).startsWith("100.0"), law.toString());
            assertTrue(law.get(4).startsWith("10.8"), law.toString());
            assertEquals("1330", row(report, 1, "paper, CIFAR-10").get(2));
            assertEquals(
                    List.of("mixture"),
                    report.figures().stream().map(Figure::title).toList());
        }
    }

    @Nested
    class TheKnownAnswer {
        private final ToyGaussian experiment = new ToyGaussian();

        @Test
        void isSetBesideWhatIsStored() {
            RunPlan plan = experiment.runs(Samples.QUICK).get(1);
            // S_tot of a sample is 260
            Report report = experiment.report(List.of(Samples.of(plan, step -> 234)));

            List<String> row = row(report, 0, "gaussian-vpx");
            assertEquals("5", row.get(1));
            assertEquals("-10.0 %", row.get(6));
            assertEquals("-19.0 %", row.get(7));
        }
    }

    @Nested
    class TheRates {
        private final EntropyRates experiment = new EntropyRates(PaperNumbers.load());

        @Test
        void areSetBesideTheIdealOnesAndThePaper() {
            RunPlan plan = experiment.runs(Samples.FULL).get(0);
            Report report = experiment.report(List.of(Samples.of(plan, step -> step / 100.0)));

            assertEquals("1390 ± 20", row(report, 0, "paper, ideal").get(2));
            assertEquals(
                    List.of("vpx-d6", "5", "3.00 ± 0.10", "0.5000", "2.000"),
                    row(report, 0, "vpx-d6").subList(0, 5));
            assertEquals("30", row(report, 0, "paper").get(1));
            assertEquals(
                    List.of("ideal", "paper, ideal", "5 epochs", "10 epochs", "30 epochs", "80 epochs", "200 epochs"),
                    report.figures().get(0).series().stream()
                            .map(Figure.Series::name)
                            .toList());
        }
    }
}
