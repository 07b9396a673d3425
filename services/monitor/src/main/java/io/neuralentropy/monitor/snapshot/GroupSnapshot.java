package io.neuralentropy.monitor.snapshot;

import java.util.List;

/**
 * One group at one moment.
 *
 * @param group its name
 * @param runs those of known N, by N and id
 * @param neural law of S_NN
 * @param learned law of S_lin
 */
public record GroupSnapshot(String group, List<GroupRun> runs, StorageLaw neural, StorageLaw learned) {}
