package io.neuralentropy.standalone.boards;

import static io.neuralentropy.standalone.boards.Panels.heatMap;
import static io.neuralentropy.standalone.boards.Panels.lines;
import static io.neuralentropy.standalone.boards.Panels.number;
import static io.neuralentropy.standalone.boards.Promql.watched;

import io.neuralentropy.monitor.export.RunMetric;
import java.util.List;
import java.util.Locale;

/** Watch a run. */
final class WatchBoard {
    private static final String NOT_SATURATED = "while the run is not saturated";
    private static final String FIRST_STEPS = "in a run's first steps";
    private static final String NO_TOTAL = "where S_tot is unknown";
    private static final String NOT_TOLD = "where the trainer does not say";

    private WatchBoard() {}

    static Board board() {
        return new Board(
                        "watch",
                        Boards.RUN_UID,
                        "Watch a run",
                        "How much has this network learned, how much is there to learn, is it still learning, and what does"
                                + " it cost to go on?",
                        Variable.GROUP,
                        Variable.RUN)
                .annotation("Changes of state", stateEntered(), "{{state}}", "{{run}} is {{state}} from here on.")
                .row(
                        "Now",
                        state(),
                        progress(),
                        eta(),
                        entropy(),
                        efficiency(),
                        absorption(),
                        capacity(),
                        utilization())
                .row(
                        "Learning",
                        entropies(),
                        efficiencies(),
                        absorptionRate(),
                        losses(),
                        heldOut(),
                        memorised(),
                        bits())
                .row("Where in diffusion time", profile(), states())
                .row("What it costs to go on", saturatedSteps(), saturatedSeconds(), saturatedJoules(), natsPerJoule())
                .row("Training", about(), speed(), gradientNorm(), learningRate(), missingSteps(), ranks(), memory());
    }

    /** At the moments at which a state becomes that of the run; also at its first. */
    private static String stateEntered() {
        String states = "max by (run, state) (" + RunMetric.STATE + "{run=\"$run\"}";
        return states + ") == 1 unless " + states + " offset $__interval) == 1";
    }

    private static Panel state() {
        return Panels.state(
                        "State",
                        "The verdict on the run at this moment, and beside it whether the run is silent; docs/detectors.md says"
                                + " what the words mean.")
                .query(Query.now("A", Promql.watchedState(), "{{run}}"))
                .query(Query.now("B", Promql.watchedSilence(), "silence").absent("while the run is heard"));
    }

    private static Panel progress() {
        return number("Progress", "Highest accepted step / planned steps.", Unit.PERCENT)
                .query(Query.now("A", watched(RunMetric.STEP) + " / " + watched(RunMetric.PLANNED_STEPS), "{{run}}")
                        .absent("where the planned steps are unknown"));
    }

    private static Panel eta() {
        return number("Time left", "Time to the planned end at the present pace (ETA).", Unit.LENGTH_OF_TIME)
                .query(Query.now("A", watched(RunMetric.ETA), "{{run}}").absent("where the planned steps are unknown"));
    }

    private static Panel entropy() {
        return number("S_NN", RunMetric.NEURAL.help() + " Nats per data point.", Unit.NATS)
                .query(Query.now("A", watched(RunMetric.NEURAL), "{{run}}"));
    }

    private static Panel efficiency() {
        return number(
                        "Efficiency η",
                        RunMetric.EFFICIENCY.help() + " Near 1 is near all; not bounded by 1.",
                        Unit.PERCENT)
                .query(Query.now("A", watched(RunMetric.EFFICIENCY), "{{run}}").absent(NO_TOTAL));
    }

    private static Panel absorption() {
        return number("Absorption", RunMetric.ABSORPTION.help(), Unit.NATS_PER_STEP)
                .query(Query.now("A", watched(RunMetric.ABSORPTION), "{{run}}").absent(FIRST_STEPS));
    }

    private static Panel capacity() {
        return number("Capacity", RunMetric.CAPACITY.help(), Unit.NATS)
                .query(Query.now("A", watched(RunMetric.CAPACITY), "{{run}}").absent("while it cannot be told"));
    }

    private static Panel utilization() {
        return number("Of capacity", RunMetric.UTILIZATION.help(), Unit.PERCENT)
                .query(Query.now("A", watched(RunMetric.UTILIZATION), "{{run}}")
                        .absent("while the capacity cannot be told"));
    }

    private static Panel entropies() {
        return withBand(
                        lines(
                                        "What the network stores, against what there is",
                                        "S_NN ± one standard error of its mean over the last 1,024 steps, the part of it that is"
                                                + " right (S_lin), and what can be reached: S_tot or its bounds, the entropy of a"
                                                + " Gaussian fit, the fitted capacity. What is unknown is not drawn.",
                                        Unit.NATS)
                                .query(Query.range("S_NN", watched(RunMetric.NEURAL), "S_NN"))
                                .colour("S_NN", Colour.BLUE)
                                .override("byFrameRefID", "S_NN", "custom.lineWidth", 2),
                        RunMetric.NEURAL,
                        RunMetric.NEURAL_ERROR,
                        Colour.BLUE)
                .query(Query.range("S_lin", watched(RunMetric.LEARNED), "S_lin").absent(NOT_TOLD))
                .colour("S_lin", Colour.GREEN)
                .query(level("S_tot", RunMetric.TOTAL, NO_TOTAL))
                .colour("S_tot", Colour.GREY)
                .query(level("S_tot at least", RunMetric.TOTAL_LOWER, "where there is no bound"))
                .colour("S_tot at least", Colour.GREY)
                .query(level("S_tot at most", RunMetric.TOTAL_UPPER, "where there is no bound"))
                .colour("S_tot at most", Colour.GREY)
                .query(level("S_Gauss", RunMetric.GAUSSIAN, "where there is no Gaussian fit"))
                .colour("S_Gauss", Colour.PURPLE)
                .query(level("capacity", RunMetric.CAPACITY, "while it cannot be told"))
                .colour("capacity", Colour.AMBER)
                .override(
                        "byRegexp",
                        "S_tot.*|S_Gauss|capacity",
                        "custom.lineStyle",
                        Json.object("fill", "dash", "dash", List.of(8, 6)))
                .size(24, 12);
    }

    private static Query level(String name, RunMetric metric, String absence) {
        return Query.range(name, watched(metric), name).absent(absence);
    }

    /** Two lines without a stroke, filled between; they stand in no legend. */
    private static Panel withBand(Panel panel, RunMetric mean, RunMetric error, Colour colour) {
        return panel.query(Query.range("upper", watched(mean) + " + " + watched(error), "+ 1 standard error")
                        .absent("where the trainer sends no variance"))
                .query(Query.range("lower", watched(mean) + " - " + watched(error), "- 1 standard error")
                        .absent("where the trainer sends no variance"))
                .colour("upper", colour)
                .colour("lower", colour)
                .override("byFrameRefID", "upper", "custom.fillBelowTo", "- 1 standard error", "custom.fillOpacity", 25)
                .override(
                        "byRegexp",
                        ".*1 standard error",
                        "custom.lineWidth",
                        0,
                        "custom.showPoints",
                        "never",
                        "custom.hideFrom",
                        Json.object("legend", true, "tooltip", false, "viz", false));
    }

    private static Panel efficiencies() {
        return lines(
                        "Efficiency",
                        "η = S_NN / S_tot and φ = S_lin / S_tot: between them lies what the network stores wrongly."
                                + " Where S_tot is unknown, φ lies between what its bounds allow. The output scale (S_NN + S_lin) / (2 S_NN) is 1 for an ideal network, above 1 where outputs"
                                + " are too small, below 1 where they are too large or memorised.",
                        Unit.PERCENT)
                .query(Query.range("eta", watched(RunMetric.EFFICIENCY), "η").absent(NO_TOTAL))
                .colour("eta", Colour.BLUE)
                .query(Query.range("phi", watched(RunMetric.LEARNED_RATIO), "φ").absent(NO_TOTAL))
                .colour("phi", Colour.GREEN)
                .query(Query.range("phi at least", watched(RunMetric.LEARNED_RATIO_LOWER), "φ at least")
                        .absent("where there is no bound"))
                .colour("phi at least", Colour.GREEN)
                .query(Query.range("phi at most", watched(RunMetric.LEARNED_RATIO_UPPER), "φ at most")
                        .absent("where there is no bound"))
                .colour("phi at most", Colour.GREEN)
                .override("byFrameRefID", "phi at most", "custom.fillBelowTo", "φ at least", "custom.fillOpacity", 15)
                .override(
                        "byRegexp",
                        "φ at (least|most)",
                        "custom.lineStyle",
                        Json.object("fill", "dash", "dash", List.of(8, 6)))
                .query(Query.range("scale", watched(RunMetric.OUTPUT_SCALE), "output scale")
                        .absent(NOT_TOLD))
                .colour("scale", Colour.GREY);
    }

    private static Panel absorptionRate() {
        return withBand(
                lines(
                                "Absorption rate",
                                RunMetric.ABSORPTION.help() + " ± one standard error; at 0 nothing more is taken in.",
                                Unit.NATS_PER_STEP)
                        .query(Query.range("rate", watched(RunMetric.ABSORPTION), "absorption")
                                .absent(FIRST_STEPS))
                        .colour("rate", Colour.BLUE),
                RunMetric.ABSORPTION,
                RunMetric.ABSORPTION_ERROR,
                Colour.BLUE);
    }

    private static Panel losses() {
        return lines("Loss", RunMetric.LOSS.help(), Unit.COUNT)
                .query(Query.range("A", watched(RunMetric.LOSS), "loss").absent(NOT_TOLD))
                .colour("A", Colour.RED);
    }

    private static Panel heldOut() {
        return lines(
                        "Held-out points",
                        "S_lin of the points trained on and of the newest evaluation on held-out ones, and their gap: what stays"
                                + " above 0 beyond the noise is memorised.",
                        Unit.NATS)
                .query(Query.range("trained", watched(RunMetric.LEARNED), "S_lin")
                        .absent(NOT_TOLD))
                .colour("trained", Colour.GREEN)
                .query(evaluated("held out", RunMetric.HELD_OUT))
                .colour("held out", Colour.BLUE)
                .query(evaluated("gap", RunMetric.HELD_OUT_GAP))
                .colour("gap", Colour.RED)
                .size(12, 8);
    }

    private static Query evaluated(String name, RunMetric metric) {
        return Query.range(name, watched(metric), name)
                .absent("where the trainer does not evaluate on held-out points");
    }

    private static Panel memorised() {
        return plain(
                        "Memorised",
                        RunMetric.MEMORISED,
                        Unit.PERCENT,
                        "where the entropy of the training points themselves is not stated")
                .size(6, 8);
    }

    private static Panel bits() {
        return plain("Bits per parameter", RunMetric.BITS_PER_PARAMETER, Unit.BITS_PER_PARAMETER, NOT_TOLD)
                .size(6, 8);
    }

    private static Panel profile() {
        return heatMap(
                        "Entropy production profile",
                        RunMetric.PROFILE_HELP
                                + " Bins are numbered from the lower end of the axis that run.started names.",
                        Unit.NATS,
                        "bin")
                .query(Query.range("A", "max by (bin) (" + RunMetric.PROFILE + "{run=\"$run\"})", "{{bin}}")
                        .absent("where the trainer sends no profile, or more than 20 runs are live"))
                .size(12, 9);
    }

    private static Panel states() {
        return Panels.states(
                        "State",
                        "The run's state over time, and when it was silent. Verdicts are taken in steps, so that a pause changes none.")
                .query(Query.range("A", Promql.watchedState(), "{{run}}"))
                .query(Query.range("B", Promql.watchedSilence(), "silence").absent("while the run is heard"))
                .size(12, 9);
    }

    private static Panel saturatedSteps() {
        return cost("Steps since saturation", RunMetric.SATURATED_STEPS, Unit.STEPS, NOT_SATURATED);
    }

    private static Panel saturatedSeconds() {
        return cost("Time since saturation", RunMetric.SATURATED_SECONDS, Unit.LENGTH_OF_TIME, NOT_SATURATED);
    }

    private static Panel saturatedJoules() {
        return cost(
                "Energy since saturation",
                RunMetric.SATURATED_JOULES,
                Unit.JOULES,
                NOT_SATURATED + ", and where the trainer states no energy");
    }

    private static Panel natsPerJoule() {
        return cost(
                "Nats per joule", RunMetric.NATS_PER_JOULE, Unit.NATS_PER_JOULE, "where the trainer states no energy");
    }

    private static Panel cost(String title, RunMetric metric, Unit unit, String absence) {
        return number(title, metric.help(), unit)
                .standard("noValue", "–")
                .query(Query.now("A", watched(metric), "{{run}}").absent(absence))
                .size(6, 4);
    }

    private static Panel speed() {
        return lines("Speed", RunMetric.STEPS_PER_SECOND.help() + " And data points.", Unit.PER_SECOND)
                .query(Query.range("steps", watched(RunMetric.STEPS_PER_SECOND), "steps")
                        .absent(NOT_TOLD))
                .colour("steps", Colour.BLUE)
                .query(Query.range("samples", watched(RunMetric.SAMPLES_PER_SECOND), "data points")
                        .absent(NOT_TOLD))
                .colour("samples", Colour.GREEN);
    }

    private static Panel gradientNorm() {
        return plain("Gradient norm", RunMetric.GRADIENT_NORM, Unit.COUNT, NOT_TOLD);
    }

    private static Panel learningRate() {
        return plain("Learning rate", RunMetric.LEARNING_RATE, Unit.RATIO, NOT_TOLD);
    }

    private static Panel missingSteps() {
        return plain("Missing steps", RunMetric.MISSING_STEPS, Unit.STEPS, null);
    }

    private static Panel ranks() {
        return lines("Ranks", "Ranks of the latest attempt, and those that stand out from the others.", Unit.COUNT)
                .query(Query.range("ranks", watched(RunMetric.RANKS), "ranks"))
                .colour("ranks", Colour.BLUE)
                .query(Query.range("silent", watched(RunMetric.SILENT_RANKS), "silent"))
                .colour("silent", Colour.SKY)
                .query(Query.range("diverged", watched(RunMetric.DIVERGED_RANKS), "diverged"))
                .colour("diverged", Colour.RED);
    }

    private static Panel memory() {
        return plain("GPU memory", RunMetric.GPU_MEMORY, Unit.BYTES, NOT_TOLD);
    }

    private static Panel plain(String title, RunMetric metric, Unit unit, String absence) {
        Query query = Query.range("A", watched(metric), title.toLowerCase(Locale.ROOT));
        return lines(title, metric.help(), unit)
                .query(absence == null ? query : query.absent(absence))
                .colour(Colour.BLUE);
    }

    private static Panel about() {
        String labels = "run, group, name, model, objective, process, dataset, dimension, parameters, attempt";
        return new Table("What it is", "What run.started said of the run, and its newest step.", labels.split(", "))
                .column(
                        "step",
                        Unit.COUNT,
                        "max by (" + labels + ") (" + RunMetric.INFO + "_info{run=\"$run\"}) * on (run) group_left () "
                                + watched(RunMetric.STEP))
                .build("run")
                .size(24, 4);
    }
}
