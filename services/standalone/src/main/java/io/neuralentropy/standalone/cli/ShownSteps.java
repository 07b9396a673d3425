package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.trainer.TrainingProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until a monitor shows every step of some runs, and their end. */
final class ShownSteps {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final MonitorClient monitor;
    private final StopSignal stop;

    ShownSteps(MonitorClient monitor, StopSignal stop) {
        this.monitor = monitor;
        this.stop = stop;
    }

    /**
     * Returns when all is shown, or a stop was asked for.
     *
     * @throws CliException when the time is over before; says what is missing
     */
    void await(List<TrainingProgress> runs, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        Optional<String> missing = missing(runs);
        while (missing.isPresent() && !stop.await(LOOK)) {
            if (System.nanoTime() > deadline) {
                throw new CliException("after " + Durations.text(time.toSeconds()) + " the monitor still misses "
                        + missing.get() + ": see its log lines above");
            }
            missing = missing(runs);
        }
    }

    private Optional<String> missing(List<TrainingProgress> runs) {
        JsonNode shown = JsonText.parse(monitor.get("/api/runs").body());
        return runs.stream()
                .filter(run -> !isShown(run, shown))
                .map(run -> "steps of " + run.run())
                .findFirst();
    }

    private static boolean isShown(TrainingProgress run, JsonNode shown) {
        for (JsonNode candidate : shown) {
            if (run.run().equals(candidate.path("run").asText())) {
                return candidate.path("acceptedSteps").asLong() == run.step()
                        && !"running".equals(candidate.path("status").asText());
            }
        }
        return false;
    }
}
