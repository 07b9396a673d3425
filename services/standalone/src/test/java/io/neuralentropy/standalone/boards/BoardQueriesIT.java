package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.export.RunMetric;
import io.neuralentropy.standalone.stack.PrometheusClient;
import io.neuralentropy.standalone.stack.PrometheusClient.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of every board, asked of a real Prometheus that scrapes a real monitor. */
class BoardQueriesIT {
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    /** What there is of no run here, since all are heard. */
    private static final Set<String> ONLY_OF_SILENT_RUNS = Set.of("State B", "States B");

    @TempDir
    private static Path directory;

    private static BoardData data;

    @BeforeAll
    static void start() {
        data = new BoardData(directory);
    }

    @AfterAll
    static void stop() {
        if (data != null) {
            data.close();
        }
    }

    private static List<Series> ask(Query query, Selection selection) {
        return ask(query, selection, Instant.now());
    }

    /** @param now the end of the time range, one for all queries of a panel */
    private static List<Series> ask(Query query, Selection selection, Instant now) {
        String promql = selection.in(query.promql());
        assertFalse(promql.replace("$1", "").contains("$"), "an unknown variable in " + promql);
        return query.instant()
                ? data.prometheus().query(promql, now)
                : data.prometheus().range(promql, data.began(), now, Duration.ofSeconds(1));
    }

    @Test
    void ofRunsOfWhichAllIsToldEveryQueryHasData() {
        List<String> lines = new ArrayList<>(List.of("| board | panel | query | series |", "|---|---|---|---|"));
        Set<String> empty = new TreeSet<>();
        for (Board board : Boards.all()) {
            for (Panel panel : board.panels()) {
                for (Query query : panel.queries()) {
                    int series = ask(query, Selection.watching(BoardData.FULL)).size();
                    lines.add("| " + board.title() + " | " + panel.title() + " | " + query.refId() + " | " + series
                            + " |");
                    if (series == 0) {
                        empty.add(panel.title() + " " + query.refId());
                    }
                }
            }
        }
        System.out.println(String.join("\n", lines));
        WrittenSection.write("series", lines);
        assertEquals(ONLY_OF_SILENT_RUNS, empty);
    }

    @Test
    void ofARunOfWhichNothingIsToldOnlyThatIsAbsentWhichMayBe() {
        Selection bare = Selection.watching(BoardData.BARE).comparing(List.of(""), List.of(BoardData.BARE));
        Set<String> absent = new TreeSet<>();
        for (Board board : Boards.all()) {
            for (Panel panel : board.panels()) {
                for (Query query : panel.queries()) {
                    if (ask(query, bare).isEmpty() && query.absence() == null) {
                        absent.add(board.title() + ", " + panel.title() + " " + query.refId());
                    }
                }
            }
        }
        assertEquals(Set.of(), absent);
    }

    @Test
    void aSelectionShowsItsRunsAndNoOthers() {
        Selection two = Selection.watching(BoardData.FULL)
                .comparing(List.of(BoardData.GROUP), List.of(BoardData.FULL, "n.1000", "rising"));
        Set<String> shown = new TreeSet<>();
        for (Panel panel : CompareBoard.board().panels()) {
            for (Query query : panel.queries()) {
                ask(query, two).forEach(series -> shown.add(series.label("run")));
            }
        }
        assertEquals(Set.of("", "law of " + BoardData.GROUP, "n.1000", BoardData.FULL), shown);
    }

    @Test
    void everyVariableOffersWhatThereIs() {
        for (Variable variable : Variable.ALL) {
            Matcher asked =
                    LABEL_VALUES.matcher(Selection.watching(BoardData.FULL).in(variable.values()));
            assertTrue(asked.matches(), variable.values());
            List<String> values = data.prometheus().labelValues(asked.group(2), asked.group(1));
            switch (variable.name()) {
                case "group" -> assertEquals(List.of(BoardData.GROUP), values);
                case "run", "runs" -> assertEquals(new TreeSet<>(BoardData.RUNS), new TreeSet<>(values));
                default -> assertEquals(1, values.size());
            }
        }
    }

    /** What a panel draws of the runs of a selection, by Grafana's own transformations. */
    private static List<DrawnPanel> drawn(Board board, Selection selection) {
        return drawn(board, selection, Instant.now());
    }

    private static List<DrawnPanel> drawn(Board board, Selection selection, Instant now) {
        List<DrawnPanel.Answered> answered = board.panels().stream()
                .map(panel -> new DrawnPanel.Answered(
                        panel,
                        panel.queries().stream()
                                .map(query -> ask(query, selection, now))
                                .toList()))
                .toList();
        return DrawnPanel.of(directory, answered);
    }

    @Test
    void whatIsDrawnByStepIsALinePerRunWithItsStepsAscending() {
        List<DrawnPanel> byStep = drawn(CompareBoard.board(), Selection.watching(BoardData.FULL)).stream()
                .filter(panel -> panel.title().endsWith("by step"))
                .toList();
        assertEquals(5, byStep.size());
        for (DrawnPanel panel : byStep) {
            assertEquals(
                    new TreeSet<>(BoardData.RUNS),
                    new TreeSet<>(panel.frames().stream()
                            .map(frame -> frame.get(0).label("run"))
                            .toList()));
            for (List<DrawnPanel.Field> frame : panel.frames()) {
                List<Double> steps = DrawnPanel.field(frame, "x").numbers();
                assertEquals(steps.stream().sorted().toList(), steps, panel.title());
            }
            List<Double> steps = DrawnPanel.field(panel.of(BoardData.FULL), "x").numbers();
            assertTrue(steps.get(steps.size() - 1) > steps.get(0), panel.title());
        }
    }

    @Test
    void whatIsDrawnByStepPairsTheStepAndTheValueOfOneMoment() {
        Instant now = Instant.now();
        DrawnPanel drawn = drawn(CompareBoard.board(), Selection.watching(BoardData.FULL), now).stream()
                .filter(panel -> panel.title().equals("S_NN by step"))
                .findFirst()
                .orElseThrow();
        List<DrawnPanel.Field> frame = drawn.of(BoardData.FULL);
        List<PrometheusClient.Point> steps = points(RunMetric.STEP, now);
        List<PrometheusClient.Point> values = points(RunMetric.NEURAL, now);
        assertEquals(times(steps), times(values), "an oracle of the same moments");
        assertEquals(numbers(steps), DrawnPanel.field(frame, "x").numbers());
        assertEquals(numbers(values), DrawnPanel.field(frame, "y").numbers());
    }

    private static List<PrometheusClient.Point> points(RunMetric metric, Instant now) {
        Query query = Query.range("A", Promql.watched(metric), "");
        return ask(query, Selection.watching(BoardData.FULL), now).get(0).points();
    }

    private static List<Double> times(List<PrometheusClient.Point> points) {
        return points.stream().map(PrometheusClient.Point::time).toList();
    }

    private static List<Double> numbers(List<PrometheusClient.Point> points) {
        return points.stream().map(PrometheusClient.Point::value).toList();
    }

    @Test
    void theLawIsALineBetweenTheSmallestAndTheLargestData() {
        DrawnPanel law = drawn(CompareBoard.board(), Selection.watching(BoardData.FULL)).stream()
                .filter(panel -> panel.title().equals("S_NN against ln N"))
                .findFirst()
                .orElseThrow();
        List<DrawnPanel.Field> line = law.of("law of " + BoardData.GROUP);
        List<Double> ends = DrawnPanel.field(line, "x").numbers();
        assertEquals(2, ends.size());
        assertEquals(Math.log(1000), Math.min(ends.get(0), ends.get(1)), 1e-9);
        assertEquals(Math.log(60_000), Math.max(ends.get(0), ends.get(1)), 1e-9);
        assertFalse(DrawnPanel.field(line, "y").numbers().contains(null));
        assertEquals(
                List.of(Math.log(8000)),
                DrawnPanel.field(law.of(BoardData.FULL), "x").numbers());
        assertEquals(1, DrawnPanel.field(law.of(BoardData.FULL), "y").numbers().size());
    }

    @Test
    void aTableHasARowPerRunAndItsColumnsByName() {
        DrawnPanel finals = drawn(CompareBoard.board(), Selection.watching(BoardData.FULL)).stream()
                .filter(panel -> panel.title().equals("Finals"))
                .findFirst()
                .orElseThrow();
        List<DrawnPanel.Field> table = finals.frames().get(0);
        assertEquals(
                List.of(
                        "run",
                        "group",
                        "state",
                        "silent for",
                        "step",
                        "S_NN",
                        "± S_NN",
                        "S_lin",
                        "S_tot",
                        "η",
                        "capacity",
                        "loss",
                        "bits per parameter",
                        "steps/s",
                        "N"),
                table.stream().map(DrawnPanel.Field::display).toList());
        assertEquals(
                new TreeSet<>(BoardData.RUNS),
                new TreeSet<>(DrawnPanel.field(table, "run").texts()));
        assertEquals(BoardData.RUNS.size(), table.get(0).texts().size());
    }

    @Test
    void everyOverrideFindsWhatItIsFor() {
        for (Board board : Boards.all()) {
            for (DrawnPanel panel : drawn(board, Selection.watching(BoardData.FULL))) {
                assertEquals(List.of(), panel.unmatched(), board.title() + ", " + panel.title());
            }
        }
    }

    @Test
    void changesOfStateAreMarked() {
        Set<String> states = new TreeSet<>();
        for (String mark : WatchBoard.board().marks()) {
            String promql = Selection.watching(BoardData.FULL).in(mark);
            data.prometheus()
                    .range(promql, data.began(), Instant.now(), Duration.ofSeconds(1))
                    .forEach(series -> states.add(series.label("state")));
        }
        assertTrue(states.containsAll(Set.of("warming-up", "saturated")), states.toString());
    }
}
