package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.NetworkOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LearningCurvesTest {
    private static final LearningCurves CURVES = new LearningCurves(PaperNumbers.load());

    private static RunPlan plan(String variant, Scope scope) {
        return CURVES.runs(scope).stream()
                .filter(plan -> plan.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Runs {
        @Test
        void areThoseOfThePaper() {
            List<RunPlan> plans = CURVES.runs(Samples.FULL);

            assertEquals(
                    List.of(
                            "vp-d3-s1",
                            "vpx-d3-s1",
                            "sl-d3-s1",
                            "vp-d6-s1",
                            "vpx-d6-s1",
                            "sl-d6-s1",
                            "vp-d9-s1",
                            "vpx-d9-s1",
                            "sl-d9-s1"),
                    plans.stream().map(RunPlan::run).toList());
            plans.forEach(plan -> {
                assertEquals(51_200, plan.steps());
                assertEquals("1.0E-4", plan.settings().get("learning-rate"));
                assertEquals("32", plan.settings().get("batch"));
                assertEquals("10", plan.settings().get("throws"));
                assertEquals(NetworkOptions.mlp().toString(), plan.settings().get("network"));
                assertTrue(plan.options().resume());
            });
            assertEquals("0.1", plan("vpx-d9", Samples.FULL).settings().get("kappa"));
        }

        @Test
        void areAskedAtThePapersEpochs() {
            assertEquals(
                    List.of(1280L, 2560L, 5120L, 7680L, 10_240L, 20_480L, 30_720L, 40_960L, 51_200L),
                    plan("vpx-d9", Samples.FULL).stations());
            assertEquals(List.of(1280L), plan("vpx-d9", Samples.QUICK).stations());
        }

        @Test
        void areEvaluatedAndSavedAtEveryStation() {
            for (RunPlan plan : CURVES.runs(Samples.FULL)) {
                for (long station : plan.stations()) {
                    assertEquals(0, station % plan.options().evaluationInterval());
                    assertEquals(0, station % plan.options().checkpointInterval());
                }
            }
        }

        @Test
        void ofSeveralSeedsHaveNetworksAndDataOfTheirOwn() {
            List<RunPlan> plans = CURVES.runs(new Scope(true, 0, 2, 2, Set.of(), Path.of("x"), false));

            assertEquals(18, plans.size());
            assertEquals(18, plans.stream().map(RunPlan::run).distinct().count());
            assertEquals("1", plans.get(9).settings().get("dataset-seed"));
        }

        @Test
        void canBeChosen() {
            Scope some = new Scope(false, 0, 2, 2, Set.of("vpx-d9", "vp-d3-s2"), Path.of("x"), false);

            assertEquals(
                    List.of("vpx-d9-s1", "vp-d3-s2", "vpx-d9-s2"),
                    Experiments.wanted(CURVES, some).stream().map(RunPlan::run).toList());
        }

        @Test
        void thatDoNotExistAreRefused() {
            Scope wrong = new Scope(false, 0, 1, 2, Set.of("vpx-d9", "vpx-d8"), Path.of("x"), false);

            ReproduceException refused =
                    assertThrows(ReproduceException.class, () -> Experiments.wanted(CURVES, wrong));
            assertEquals(
                    "learning-curves has no run vpx-d8: use vp-d3, vpx-d3, sl-d3, vp-d6, vpx-d6, sl-d6, vp-d9, vpx-d9,"
                            + " sl-d9",
                    refused.getMessage());
        }
    }

    @Nested
    class TheReport {
        private final Report report = CURVES.report(List.of(
                Samples.of(plan("vpx-d3", Samples.FULL), step -> 255.0 * step / 51_200),
                Samples.of(plan("vpx-d9", Samples.QUICK), step -> 50)));

        private List<String> row(int table, String head) {
            return report.tables()
                    .get(table)
                    .markdown()
                    .lines()
                    .filter(line -> line.startsWith("| " + head + " "))
                    .findFirst()
                    .map(line -> List.of(line.substring(1).split("\\|")).stream()
                            .map(String::strip)
                            .toList())
                    .orElseThrow();
        }

        @Test
        void setsTheEndBesideThePaper() {
            List<String> row = row(0, "vpx-d3");

            assertEquals(List.of("vpx-d3", "1", "200"), row.subList(0, 3));
            assertTrue(row.get(3).startsWith("255"), row.toString());
            assertEquals(List.of("255.0 ± 3.0", "+0.0 %", "yes"), row.subList(4, 7));
            assertTrue(row.get(8).startsWith("229"), row.toString());
        }

        @Test
        void saysWhereItDisagrees() {
            List<String> row = row(0, "vpx-d9");

            assertEquals("5", row.get(2));
            assertEquals(List.of("36.0 ± 9.0", "+38.9 %", "no"), row.subList(4, 7));
        }

        @Test
        void setsEveryEpochBesideThePaper() {
            List<String> lines = report.tables().get(1).markdown().lines().toList();

            assertTrue(
                    lines.get(2).matches("\\| S_NN, nats, after epochs \\| +5 \\| +10 \\| .* 200 \\|"), lines.get(2));
            List<String> measured = row(1, "vpx-d3");
            assertTrue(measured.get(5).startsWith("102.0"), measured.toString());
            assertEquals("203.0 ± 3.0", row(1, "paper").get(5));
            assertEquals("-49.8 %", row(1, "difference").get(5));
        }

        @Test
        void drawsAPanelForEachProcess() {
            assertEquals(
                    List.of("VPX"), report.figures().stream().map(Figure::title).toList());
            assertEquals(
                    List.of(
                            "D = 3, batches",
                            "D = 3, held out",
                            "D = 3, paper",
                            "D = 3, S_tot",
                            "D = 9, batches",
                            "D = 9, held out",
                            "D = 9, paper",
                            "D = 9, S_tot"),
                    report.figures().get(0).series().stream()
                            .map(Figure.Series::name)
                            .toList());
        }

        @Test
        void saysOnWhatItWasRun() {
            assertTrue(
                    report.markdown()
                            .contains("- Trained for 3 min 00 s in all on 2 cores of a processor, Java 17, 2"
                                    + " threads."),
                    report.markdown());
        }

        @Test
        void takesTheMeanOfSeedsWithTheirScatter() {
            Scope two = new Scope(true, 0, 2, 2, Set.of("vpx-d3"), Path.of("x"), false);
            List<RunPlan> plans = Experiments.wanted(CURVES, two);
            Seeds seeds = new Seeds(
                    "vpx-d3", List.of(Samples.of(plans.get(0), step -> 90), Samples.of(plans.get(1), step -> 110)));

            assertEquals(100, seeds.heldOut(1280).value(), 1e-9);
            assertEquals(10, seeds.heldOut(1280).standardError(), 1e-9);
        }
    }
}
