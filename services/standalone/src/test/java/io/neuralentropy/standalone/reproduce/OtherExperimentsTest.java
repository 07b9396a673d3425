package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OtherExperimentsTest {
    private static List<String> row(Report report, int table, String head) {
        return row(report, table, head, 0);
    }

    private static List<String> row(Report report, int table, String head, int skipped) {
        return report.tables()
                .get(table)
                .markdown()
                .lines()
                .filter(line -> line.startsWith("| " + head + " "))
                .skip(skipped)
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
            assertTrue(law.get(5).startsWith("12.0"), law.toString());
            assertTrue(law.get(7).startsWith("10.8"), law.toString());
            assertEquals("1330", row(report, 1, "paper, CIFAR-10").get(5));
            assertEquals(
                    List.of("mixture, S_NN", "mixture, S_lin"),
                    report.figures().stream().map(Figure::title).toList());
        }
    }

    @Nested
    class TheStorageLawOnAGpu {
        @Test
        void isThatOfUNets() {
            assumeTrue(DataSets.hasFashionMnist(null), "Fashion-MNIST is not installed");
            Scope large = new Scope(true, 0, 1, 1, Set.of(), Path.of("checkpoints"), true);
            List<RunPlan> plans = new StorageLaws(PaperNumbers.load())
                    .runs(large).stream()
                            .filter(plan -> plan.settings().get("dataset").equals("fashion-mnist"))
                            .toList();
            assertEquals(4, plans.size());
            plans.forEach(plan -> assertTrue(plan.settings().get("network").contains("channels=128"), plan.toString()));
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
            assertEquals("17.0 ± 6.0", row(report, 0, "vpx-d6").get(6));
            assertEquals("30", row(report, 0, "paper").get(1));
            assertEquals(
                    List.of("ideal", "paper, ideal", "5 epochs", "10 epochs", "30 epochs", "80 epochs", "200 epochs"),
                    report.figures().get(0).series().stream()
                            .map(Figure.Series::name)
                            .toList());
        }
    }

    @Nested
    class TheObjectives {
        private final Objectives experiment = new Objectives();

        @Test
        void areFollowedFromTheirFirstSteps() {
            RunPlan plan = experiment.runs(Samples.FULL).get(1);
            Report report = experiment.report(List.of(Samples.of(plan, step -> 200)));

            List<String> first = row(report, 0, "v-cosine");
            assertEquals(List.of("v-cosine", "v-prediction", "cosine", "1 to 16"), first.subList(0, 4));
            // S_lin is a tenth less, S_tot is 260
            assertEquals(List.of("-10.00", "190.0", "", "260.00 ± 0.50", "0.6923"), first.subList(7, 12));
            assertEquals(
                    List.of("1 to 16", "100", "1000", "5000", "20000", "20480"),
                    report.tables()
                            .get(0)
                            .markdown()
                            .lines()
                            .filter(line -> line.startsWith("| v-cosine "))
                            .map(line -> line.split("\\|")[4].strip())
                            .toList());
        }

        @Test
        void haveWhatTheLastNetworkKnowsOfHeldOutPointsBesideTheirEnd() {
            RunPlan plan = experiment.runs(Samples.FULL).get(1);
            RunResult result = Samples.of(plan, step -> 200);
            String last = experiment
                    .report(List.of(result))
                    .tables()
                    .get(0)
                    .markdown()
                    .lines()
                    .filter(line -> line.startsWith("| v-cosine "))
                    .reduce((before, after) -> after)
                    .orElseThrow();

            assertEquals(
                    Cells.text(result.station(plan.steps()).orElseThrow().learned()), last.split("\\|")[10].strip());
        }

        /** So that what its defaults do can be seen. */
        @Test
        void trainDataPredictionLikeTheOthersAndByItsDefaults() {
            assertEquals("unit", plan("data-cosine").options().lossWeight().toString());
            assertEquals(0, plan("data-cosine").options().averageDecay());
            assertEquals(0, plan("data-cosine").options().constantRateSteps());
            assertEquals("min-snr", plan("data-usual").options().lossWeight().toString());
            assertEquals("1000", plan("data-usual").settings().get("rate-decay-after"));
            assertEquals("0.999", plan("data-usual").settings().get("average-decay"));
        }

        private RunPlan plan(String variant) {
            return experiment.runs(Samples.FULL).stream()
                    .filter(plan -> plan.variant().equals(variant))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void haveTheFormulaOfAZeroOutputBesideTheirStartAlone() {
            List<RunResult> results = experiment.runs(Samples.QUICK).stream()
                    .map(plan -> Samples.of(plan, step -> 200))
                    .toList();
            Report report = experiment.report(results);

            for (String matches : List.of("e-vp", "v-cosine", "f-edm")) {
                assertEquals("0", row(report, 0, matches).get(5), matches);
            }
            // ½[Δμ²(E‖x‖² − D) + D·Δ ln μ²] over λ from −8 to 9, where μ² goes from 3.35e-4 to 1
            double secondMoment = DataSets.open(
                            DataSetRequest.of("gaussian-mixture").withDimension(3))
                    .secondMoment();
            double noise = (secondMoment - 3 + 3 * 8.0003) / 2;
            assertEquals(
                    noise, Double.parseDouble(row(report, 0, "noise-cosine").get(5)), .01);
            // half of e^7 E‖x‖² is most of it
            double data = Math.exp(7) * secondMoment / 2;
            assertEquals(data, Double.parseDouble(row(report, 0, "data-cosine").get(5)), .01 * data);
            List<String> cells = report.tables()
                    .get(0)
                    .markdown()
                    .lines()
                    .filter(line -> line.startsWith("| noise-cosine "))
                    .map(line -> line.split("\\|")[6].strip())
                    .toList();
            assertEquals(List.of("", "", ""), cells.subList(1, cells.size()));
        }
    }

    @Nested
    class TheImages {
        private final Images experiment = new Images();

        @Test
        void areShownWithWhatIsKnownOfTheirEntropy() {
            RunPlan plan = experiment.runs(Samples.FULL).get(0);
            Report report = experiment.report(List.of(Samples.of(plan, step -> 100)));

            assertEquals("20480", row(report, 0, "fashion-unet-s1", 7).get(1));
            // S_lin of a sample is a tenth less than S_NN
            assertEquals(
                    List.of("256", "100.00 ± 0.50", "90.00 ± 0.50", "100.0 ± 1.0", "90.0 ± 1.0", "-60.00"),
                    row(report, 0, "fashion-unet-s1", 0).subList(1, 7));
            assertEquals(
                    List.of("200.0 to 400.0", "0.2500 to 0.5000"),
                    row(report, 0, "fashion-unet-s1", 0).subList(7, 9));
            assertEquals(
                    List.of("S_NN", "S_lin", "S_NN, held out", "S_lin, held out", "S_tot ≥", "S_tot ≤"),
                    report.figures().get(0).series().stream()
                            .map(Figure.Series::name)
                            .toList());
        }
    }
}
