package io.neuralentropy.monitor.snapshot;

import io.neuralentropy.events.Evaluation;
import java.util.List;

/**
 * What of a run is read only when it is asked for, since that of a thousand runs does not fit on the heap. Safe to ask from any thread;
 * each call reads anew.
 */
public interface RunDetails {
    /** The curve as of now or of when the snapshot was drawn; {@link Curve#EMPTY} where the run has just left this instance. */
    Curve curve();

    /** The latest evaluation of each split, likewise. */
    List<Evaluation> evaluations();

    /** Details that are there already. */
    static RunDetails of(Curve curve, List<Evaluation> evaluations) {
        return new RunDetails() {
            @Override
            public Curve curve() {
                return curve;
            }

            @Override
            public List<Evaluation> evaluations() {
                return evaluations;
            }
        };
    }
}
