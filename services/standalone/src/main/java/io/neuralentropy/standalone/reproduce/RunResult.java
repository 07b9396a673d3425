package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.standalone.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run gave, as the monitor told it; kept as JSON.
 *
 * @param variant see {@link RunPlan}
 * @param settings see {@link RunPlan#settings}
 * @param status how the run ended: {@code completed}, {@code failed}
 * @param reason why it failed; null where it did not
 * @param steps steps done
 * @param missingSteps steps that are not in the monitor's curve
 * @param datasetSize N, data points that were trained on
 * @param totalEntropy S_tot, nats; unknown where it is for the data
 * @param seconds that its steps took
 * @param threads that they were shared by
 * @param stations on held-out points, ascending by step
 */
public record RunResult(
        String run,
        String variant,
        Map<String, String> settings,
        String status,
        String reason,
        long steps,
        long missingSteps,
        long datasetSize,
        Estimate totalEntropy,
        double seconds,
        int threads,
        Machine machine,
        Curve curve,
        List<Station> stations) {

    /** On held-out points after a number of steps. */
    Optional<Station> station(long step) {
        return stations.stream().filter(station -> station.step() == step).findFirst();
    }

    /** One line for people. */
    public String summary() {
        String end = isCompleted() ? "" : " " + status + " (" + reason + ")";
        String measure = station(steps)
                .map(Station::neural)
                .map(neural -> ", S_NN " + Numbers.withError(neural.value(), neural.standardError()))
                .orElse("");
        return run + end + ": " + steps + " steps" + measure + ", trained for " + Durations.text(seconds);
    }

    boolean isCompleted() {
        return status.equals("completed");
    }

    int seed() {
        return Integer.parseInt(settings.get("seed"));
    }
}
