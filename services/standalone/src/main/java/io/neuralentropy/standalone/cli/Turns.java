package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.RunFinished.Status;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.trainer.Training;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.TrainingProgress;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Several trainings on one thread, in turns: the one with the least of its way behind it goes next, so that all end
 * about together, whatever a step of each costs. Not thread-safe.
 */
final class Turns implements AutoCloseable {
    private final List<Turn> turns = new ArrayList<>();

    private static final class Turn {
        private final Training training;
        private final Block block;
        private boolean done;

        private Turn(Training training, BooleanSupplier stop) {
            this.training = training;
            this.block = new Block(System::nanoTime, stop);
        }

        private double share() {
            TrainingProgress progress = training.progress();
            return (double) progress.step() / progress.plannedSteps();
        }
    }

    /**
     * Opens all of them; none stays open when one cannot be.
     *
     * @param stop cuts turns short
     */
    static Turns open(List<TrainingOptions> runs, EventSink events, ComputeDevice device, BooleanSupplier stop) {
        Turns turns = new Turns();
        try {
            runs.forEach(run -> turns.turns.add(new Turn(Training.open(run, events, device), stop)));
            return turns;
        } catch (RuntimeException failure) {
            turns.close();
            throw failure;
        }
    }

    /** One turn; false when all are done. */
    boolean next() {
        Optional<Turn> behind = turns.stream().filter(turn -> !turn.done).min(Comparator.comparingDouble(Turn::share));
        behind.ifPresent(turn -> turn.done = !turn.block.advance(turn.training));
        return behind.isPresent();
    }

    List<TrainingProgress> progress() {
        return turns.stream().map(turn -> turn.training.progress()).toList();
    }

    /** Ends those that are not done. */
    void stop(String reason) {
        turns.stream().filter(turn -> !turn.done).forEach(turn -> turn.training.finish(Status.STOPPED, reason));
    }

    @Override
    public void close() {
        turns.forEach(turn -> turn.training.close());
    }
}
