package io.neuralentropy.monitor.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * Every run that any instance ever told of, as it was last written to the topic of run metrics. Safe to read from any
 * thread.
 */
public interface ArchivedRuns {
    /** No runs. */
    ArchivedRuns NONE = new ArchivedRuns() {
        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public List<Archived> all() {
            return List.of();
        }

        @Override
        public Optional<Archived> find(String run) {
            return Optional.empty();
        }
    };

    /** Whether all has been read that was written before this process started; until then runs may be missing. */
    boolean isComplete();

    /** All of them, ordered by id. */
    List<Archived> all();

    /** One of them. */
    Optional<Archived> find(String run);

    /** A run in the words of the API: JSON objects. Nobody may change the arrays. */
    interface Archived {
        String run();

        /** As in the list of runs. */
        byte[] summary();

        /** All but the curve. */
        byte[] full();

        /** The curve, at the resolution at which it is kept. */
        byte[] curve();
    }
}
