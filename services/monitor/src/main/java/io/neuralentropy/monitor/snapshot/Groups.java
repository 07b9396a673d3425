package io.neuralentropy.monitor.snapshot;

import java.util.List;

/** The groups that this instance owns, each at its latest published moment. Safe to read from any thread. */
public interface Groups {
    /** No groups. */
    Groups NONE = List::of;

    /** All of them, ordered by name. */
    List<GroupSnapshot> all();
}
