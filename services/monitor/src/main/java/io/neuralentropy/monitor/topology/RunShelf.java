package io.neuralentropy.monitor.topology;

/**
 * What the tasks of one instance share: the snapshots that they publish, the places for runs, and the memory of their states.
 *
 * @param live snapshots of the runs
 * @param slots places for runs
 * @param memory of the states
 */
record RunShelf(LiveSnapshots live, RunSlots slots, StateMemory memory) {}
