package io.neuralentropy.monitor.snapshot;

import java.util.List;
import java.util.Optional;

/** The runs that this instance knows, each at its latest published moment. Safe to read from any thread. */
public interface Snapshots {
    /** All of them, ordered by id. */
    List<RunSnapshot> all();

    /** One of them. */
    Optional<RunSnapshot> find(String run);
}
