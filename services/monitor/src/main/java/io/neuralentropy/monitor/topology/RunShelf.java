package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.snapshot.PublishedRuns;

/**
 * What the tasks of one instance share: the snapshots that they publish, the places for runs, and the memory of their states.
 *
 * @param live snapshots of the runs
 * @param published what must not be overwritten by less
 * @param slots places for runs
 * @param memory of the states
 */
record RunShelf(LiveSnapshots live, PublishedRuns published, RunSlots slots, StateMemory memory) {}
