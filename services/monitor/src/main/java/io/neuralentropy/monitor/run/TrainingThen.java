package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.WindowSums;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * S_lin of the training at the time of an evaluation: the mean over the history buckets that hold any of the 1,024 steps up to the
 * evaluation's. Snapshots ask for it many times a second, so it is read off the history only where something there changed.
 */
final class TrainingThen {
    private static final long STEPS = 1024;
    private static final long UNKNOWN = -1;

    private long step = UNKNOWN;
    private Estimate learned = Estimate.UNKNOWN;

    /** A bucket of the history has changed. */
    void changed(long key) {
        if (step != UNKNOWN && key >= firstKey(step) && key <= step) {
            step = UNKNOWN;
        }
    }

    /** At the time of an evaluation of this step. */
    Estimate learned(long evaluated, History history) {
        if (step != evaluated) {
            List<Bucket> then = new ArrayList<>();
            history.scan(firstKey(evaluated), evaluated, (key, bucket) -> {
                if (bucket.first() <= evaluated && bucket.last() > evaluated - STEPS) {
                    then.add(bucket);
                }
            });
            learned = new WindowSums(then.toArray(Bucket[]::new)).mean(Quantity.LEARNED_ENTROPY);
            step = evaluated;
        }
        return learned;
    }

    private static long firstKey(long step) {
        return History.GRID.first(Math.max(1, step - STEPS + 1));
    }
}
