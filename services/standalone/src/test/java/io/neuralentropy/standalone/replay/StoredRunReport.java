package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How the verdicts on a real run compare with its own curve, as a row of docs/detectors.md. Judges the product and is no part of
 * it.
 */
final class StoredRunReport {
    static final String HEAD =
            "| run | steps | S_tot, nats | S_NN at the end, η | flat from | called | capacity after 25, 50, 75, 100 %"
                    + " of the steps |\n|---|---|---|---|---|---|---|\n";

    private static final double DELTA = 0.03;
    private static final double[] SHARES = {0.25, 0.5, 0.75, 1};
    /** Around a step the curve is averaged over so much of the way to either side. */
    private static final double REACH = 1.0 / 12;

    private final List<Event> events;
    private final List<Capacity> capacities = new ArrayList<>();
    private final RunSnapshot run;

    /** @param events of one run, in the order in which a monitor meets them */
    StoredRunReport(List<Event> events) {
        this.events = events;
        RunState state = new RunState(events.get(0).run());
        long last = lastStep();
        for (Event event : events) {
            state.accept(event);
            while (capacities.size() < SHARES.length && state.step() >= SHARES[capacities.size()] * last && last > 0) {
                capacities.add(Snapshooter.of(state).standing().capacity());
            }
        }
        run = Snapshooter.of(state);
    }

    private long lastStep() {
        return events.stream()
                .filter(Step.class::isInstance)
                .mapToLong(event -> ((Step) event).step())
                .max()
                .orElse(0);
    }

    /**
     * First step from which (S(2t) − S(t)) / S(t) stays below δ, S being the mean of the curve around a step; NaN where it does
     * not by half the run, behind which it cannot be known.
     */
    double flatFrom() {
        Curve curve = run.curve();
        double from = Double.NaN;
        for (int i = 0; i < curve.size(); i++) {
            double t = (curve.first(i) + curve.last(i)) / 2.0;
            if (2 * t > run.step()) {
                break;
            }
            double level = around(curve, t);
            boolean flat = (around(curve, 2 * t) - level) / level < DELTA;
            from = !flat ? Double.NaN : Double.isNaN(from) ? t : from;
        }
        return from;
    }

    private static double around(Curve curve, double step) {
        double sum = 0;
        double steps = 0;
        for (int i = 0; i < curve.size(); i++) {
            double mean = curve.mean(Quantity.NEURAL_ENTROPY, i);
            boolean near = curve.last(i) >= step * (1 - REACH) && curve.first(i) <= step * (1 + REACH);
            if (near && !Double.isNaN(mean)) {
                sum += curve.steps(i) * mean;
                steps += curve.steps(i);
            }
        }
        return sum / steps;
    }

    List<StateChange> changes() {
        return run.standing().changes();
    }

    List<Capacity> capacities() {
        return List.copyOf(capacities);
    }

    /** A row under {@link #HEAD}. */
    String row() {
        double total = total();
        double end = run.neuralEntropy().value();
        double flat = flatFrom();
        String called = changes().stream().map(StoredRunReport::said).collect(Collectors.joining("; "));
        String seen = capacities.stream().map(StoredRunReport::said).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s ± %s, %.3f | %s | %s | %s |%n",
                run.run(),
                run.step(),
                number(total),
                number(end),
                number(run.neuralEntropy().standardError()),
                end / total,
                Double.isNaN(flat) ? "not by half the run" : String.format(Locale.ROOT, "%.0f", flat),
                called,
                seen);
    }

    private double total() {
        return events.stream()
                .filter(RunStarted.class::isInstance)
                .map(event -> ((RunStarted) event).totalEntropy())
                .filter(Objects::nonNull)
                .mapToDouble(EntropyEstimate::nats)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String said(StateChange change) {
        String at = change.share() > 0 ? String.format(Locale.ROOT, " at η = %.3f", change.share()) : "";
        return change.to().wireName() + " " + change.step() + at;
    }

    private static String said(Capacity capacity) {
        return capacity.withheld() == null
                ? number(capacity.nats().value()) + " ± "
                        + number(capacity.nats().standardError())
                : "withheld";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
