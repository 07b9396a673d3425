package io.neuralentropy.standalone.boards;

import static io.neuralentropy.standalone.boards.Panels.against;
import static io.neuralentropy.standalone.boards.Panels.lines;
import static io.neuralentropy.standalone.boards.Promql.compared;
import static io.neuralentropy.standalone.boards.Promql.label;
import static io.neuralentropy.standalone.boards.Promql.named;

import io.neuralentropy.monitor.export.GroupMetric;
import io.neuralentropy.monitor.export.RunMetric;
import java.util.List;

/** Compare runs. */
final class CompareBoard {
    private static final String FIRST_STEPS = "in a run's first steps";
    private static final String NO_TOTAL = "where S_tot is unknown";
    private static final String NOT_TOLD = "where the trainers do not say";
    private static final String BY_STEP =
            " Against the training step, so that runs of different speed and age stand side by side; from what Prometheus"
                    + " scraped in this time range: exact curves are on the monitor's own page and in /api. Colours go by the"
                    + " order of the runs' names.";

    private CompareBoard() {}

    static Board board() {
        return new Board(
                        "compare",
                        Boards.COMPARE_UID,
                        "Compare runs",
                        "Which run has learned most, by the clock and at equal steps; how did they end, and how does what they"
                                + " store grow with the size of the data?",
                        Variable.GROUP,
                        Variable.RUNS)
                .row("By step", entropyByStep(), learnedByStep(), efficiencyByStep(), absorptionByStep(), lossByStep())
                .row("By time", entropyByTime(), efficiencyByTime(), absorptionByTime(), lossByTime())
                .row("Where they stand", finals())
                .row("Storage law of a group", law(), laws());
    }

    private static Panel entropyByStep() {
        return byStep("S_NN by step", RunMetric.NEURAL, Unit.NATS, null).size(12, 10);
    }

    private static Panel learnedByStep() {
        return byStep("S_lin by step", RunMetric.LEARNED, Unit.NATS, NOT_TOLD).size(12, 10);
    }

    private static Panel efficiencyByStep() {
        return byStep("Efficiency η by step", RunMetric.EFFICIENCY, Unit.PERCENT, NO_TOTAL);
    }

    private static Panel absorptionByStep() {
        return byStep("Absorption rate by step", RunMetric.ABSORPTION, Unit.NATS_PER_STEP, FIRST_STEPS);
    }

    private static Panel lossByStep() {
        return byStep("Loss by step", RunMetric.LOSS, Unit.COUNT, NOT_TOLD);
    }

    private static Panel byStep(String title, RunMetric metric, Unit unit, String absence) {
        return against(title, metric.help() + BY_STEP, unit, "step", Unit.COUNT)
                .query(query(Promql.against(compared(RunMetric.STEP), compared(metric)), "", absence));
    }

    private static Query query(String promql, String legend, String absence) {
        Query query = Query.range("A", promql, legend);
        return absence == null ? query : query.absent(absence);
    }

    private static Panel entropyByTime() {
        return byTime("S_NN by time", RunMetric.NEURAL, Unit.NATS, null);
    }

    private static Panel efficiencyByTime() {
        return byTime("Efficiency η by time", RunMetric.EFFICIENCY, Unit.PERCENT, NO_TOTAL);
    }

    private static Panel absorptionByTime() {
        return byTime("Absorption rate by time", RunMetric.ABSORPTION, Unit.NATS_PER_STEP, FIRST_STEPS);
    }

    private static Panel lossByTime() {
        return byTime("Loss by time", RunMetric.LOSS, Unit.COUNT, NOT_TOLD);
    }

    private static Panel byTime(String title, RunMetric metric, Unit unit, String absence) {
        return lines(title, metric.help() + " A run's colour goes by its name.", unit)
                .query(query(compared(metric), "{{run}}", absence))
                .size(6, 8);
    }

    private static Panel finals() {
        return new Table(
                        "Finals",
                        "The latest numbers of each run that is still exported: finished runs stay for 24 hours unless set"
                                + " otherwise. An empty cell is unknown.",
                        "run",
                        "group")
                .stateColumn("state", Promql.comparedState())
                .column("silent for", Unit.LENGTH_OF_TIME, compared(RunMetric.SILENT), "when all runs have ended")
                .column("step", Unit.COUNT, compared(RunMetric.STEP))
                .column("S_NN", Unit.NATS, compared(RunMetric.NEURAL))
                .column("± S_NN", Unit.NATS, compared(RunMetric.NEURAL_ERROR), "where the trainers send no variance")
                .column("S_lin", Unit.NATS, compared(RunMetric.LEARNED), NOT_TOLD)
                .column("S_tot", Unit.NATS, compared(RunMetric.TOTAL), NO_TOTAL)
                .column("η", Unit.PERCENT, compared(RunMetric.EFFICIENCY), NO_TOTAL)
                .column("capacity", Unit.NATS, compared(RunMetric.CAPACITY), "while it cannot be told")
                .column("loss", Unit.COUNT, compared(RunMetric.LOSS), NOT_TOLD)
                .column("bits per parameter", Unit.RATIO, compared(RunMetric.BITS_PER_PARAMETER), NOT_TOLD)
                .column("steps/s", Unit.PER_SECOND, compared(RunMetric.STEPS_PER_SECOND), NOT_TOLD)
                .column("N", Unit.COUNT, compared(RunMetric.DATASET_SIZE), NOT_TOLD)
                .build("run");
    }

    /**
     * A point per run, and of each group the line of its fitted law between its smallest and its largest N. The label
     * {@code end} keeps the two ends of a line apart where frames are merged.
     */
    private static Panel law() {
        String size = "ln(" + compared(RunMetric.DATASET_SIZE) + ")";
        String points = label(named("x", size), "end", "run") + " or "
                + label(named("y", compared(RunMetric.NEURAL)), "end", "run");
        return against(
                        "S_NN against ln N",
                        "A point per run whose data set has a stated size N, and the line a + b ln N that the monitor fits to the"
                                + " runs of a group. Colours go by the order of the runs' names.",
                        Unit.NATS,
                        "ln N",
                        Unit.RATIO)
                .custom("show", "points")
                .override("byRegexp", ".*law of .*", "custom.show", "lines")
                .query(Query.now("runs", points, "").absent("where no run states the size of its data set"))
                .query(Query.now("law", line(size), "").absent("where a group has runs of fewer than two sizes"))
                .size(12, 10);
    }

    private static String line(String size) {
        return String.join(" or ", List.of(end("min", size), end("max", size)));
    }

    private static String end(String which, String size) {
        String x = which + " by (group) (" + size + ")";
        String y = compared(GroupMetric.INTERCEPT) + " + " + compared(GroupMetric.SLOPE) + " * " + x;
        String known = "(" + x + ") and on (group) " + compared(GroupMetric.SLOPE);
        return ofLaw(named("x", known), which) + " or " + ofLaw(named("y", y), which);
    }

    private static String ofLaw(String promql, String end) {
        return "label_replace(" + label(promql, "end", end) + ", \"run\", \"law of $1\", \"group\", \"(.*)\")";
    }

    private static Panel laws() {
        return new Table(
                        "Fitted laws",
                        "S = a + b ln N over the runs of a group of different N: b is what e times as many data add. Standard"
                                + " errors grow to the scatter of the runs.",
                        "group")
                .column("runs", Unit.RUNS, compared(GroupMetric.RUNS), "where no run has a group")
                .column("b of S_NN", Unit.NATS, compared(GroupMetric.SLOPE), "where a group has runs of one size only")
                .column(
                        "± b",
                        Unit.NATS,
                        compared(GroupMetric.SLOPE_ERROR),
                        "where it has two sizes only and no errors")
                .column("a of S_NN", Unit.NATS, compared(GroupMetric.INTERCEPT), "likewise")
                .column("± a", Unit.NATS, compared(GroupMetric.INTERCEPT_ERROR), "likewise")
                .column("b of S_lin", Unit.NATS, compared(GroupMetric.LEARNED_SLOPE), "likewise")
                .column("a of S_lin", Unit.NATS, compared(GroupMetric.LEARNED_INTERCEPT), "likewise")
                .build("group")
                .size(12, 10);
    }
}
