package io.neuralentropy.monitor.topology;

import java.util.concurrent.ConcurrentHashMap;

/** Which runs the tasks of this instance keep, at most so many. Thread-safe. */
final class RunSlots {
    private final int most;
    private final ConcurrentHashMap<String, Object> owners = new ConcurrentHashMap<>();

    RunSlots(int most) {
        this.most = most;
    }

    /** Takes a place for a run that is in the store: it has one whatever the bound. */
    void keep(Object owner, String run) {
        owners.put(run, owner);
    }

    /** Takes a place for a new run; false where there is none. Tasks that ask at the same time may exceed the bound by one each. */
    boolean take(Object owner, String run) {
        if (owners.size() >= most) {
            return false;
        }
        owners.put(run, owner);
        return true;
    }

    void free(Object owner, String run) {
        owners.remove(run, owner);
    }

    void freeAllOf(Object owner) {
        owners.values().removeIf(other -> other == owner);
    }
}
