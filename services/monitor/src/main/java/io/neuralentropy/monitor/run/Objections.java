package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.Optional;

/** Why an event of a run cannot count: it speaks of a step that the run cannot have come to ({@link StepHorizon}). */
final class Objections {
    private final RunState run;

    Objections(RunState run) {
        this.run = run;
    }

    /** In words; empty where it can count. */
    Optional<String> to(Event event) {
        long reach = reach();
        if (event instanceof Step step) {
            return farAhead(run.horizon.admits(step.step(), reach), step.step());
        }
        if (event instanceof Steps steps) {
            long last = steps.first() + steps.size() - 1;
            return farAhead(run.horizon.admits(last, reach), last);
        }
        if (event instanceof Evaluation evaluation) {
            return farAhead(StepHorizon.isNear(evaluation.step(), reach), evaluation.step());
        }
        if (event instanceof Checkpoint checkpoint) {
            return farAhead(StepHorizon.isNear(checkpoint.step(), reach), checkpoint.step());
        }
        if (event instanceof RunStarted started && run.step() > 0) {
            long near = Math.max(reach, started.plannedSteps());
            return farAhead(StepHorizon.isNear(started.firstStep(), near), started.firstStep());
        }
        return Optional.empty();
    }

    private long reach() {
        long planned = run.about == null ? 0 : run.about.plannedSteps();
        long start = run.frontier.firstStep() == Long.MAX_VALUE ? 0 : run.frontier.firstStep();
        return Math.max(Math.max(run.step(), planned), start);
    }

    private Optional<String> farAhead(boolean admitted, long step) {
        if (admitted) {
            return Optional.empty();
        }
        run.changed(RecordKey.HEAD);
        return Optional.of(
                "step " + step + " is far beyond what the run has reached, " + run.step() + ", and has planned");
    }
}
