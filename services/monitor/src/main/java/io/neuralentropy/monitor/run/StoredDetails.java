package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunDetails;
import java.util.List;

/** Details of a run that are read from where it is stored; none where that is closed. */
record StoredDetails(RunStorage storage) implements RunDetails {
    @Override
    public Curve curve() {
        try {
            return History.stored(storage);
        } catch (RunStorage.ClosedException e) {
            return Curve.EMPTY;
        }
    }

    @Override
    public List<Evaluation> evaluations() {
        try {
            return RunRecords.evaluations(storage);
        } catch (RunStorage.ClosedException e) {
            return List.of();
        }
    }
}
