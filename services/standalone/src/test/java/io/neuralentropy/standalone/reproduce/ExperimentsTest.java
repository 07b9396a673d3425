package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentsTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "reproduction.md");

    static Stream<Experiment> all() {
        return Arrays.stream(Experiments.names().split(", ")).map(Experiments::named);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRunHasAnIdOfItsOwn(Experiment experiment) {
        List<String> runs =
                experiment.runs(Samples.FULL).stream().map(RunPlan::run).toList();

        assertTrue(!runs.isEmpty());
        assertEquals(runs.size(), new HashSet<>(runs).size());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFullRunGoesOnWithTheQuickOne(Experiment experiment) {
        List<RunPlan> quick = experiment.runs(Samples.QUICK);
        List<RunPlan> full = experiment.runs(Samples.FULL);

        for (RunPlan plan : quick) {
            RunPlan same = full.stream()
                    .filter(other -> other.run().equals(plan.run()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(plan.settings(), same.settings());
            assertTrue(plan.steps() <= same.steps());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPartOfTheResultsMakesAReport(Experiment experiment) {
        for (Scope scope : List.of(Samples.QUICK, Samples.FULL)) {
            List<RunResult> first = List.of(Samples.of(experiment.runs(scope).get(0), step -> 1 + step / 1e4));

            Report report = experiment.report(first);

            assertTrue(report.markdown().contains("| " + first.get(0).variant()), report.markdown());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void thePageHasASection(Experiment experiment) throws IOException {
        String page = Files.readString(PAGE);

        assertTrue(page.contains("<!-- " + experiment.name() + " -->\n"), experiment.name());
        assertTrue(page.contains("<!-- /" + experiment.name() + " -->\n"), experiment.name());
    }
}
