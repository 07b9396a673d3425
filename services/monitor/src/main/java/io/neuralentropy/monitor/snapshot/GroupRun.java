package io.neuralentropy.monitor.snapshot;

/**
 * One run of a group, as the group's storage law sees it: at its latest step that was written down.
 *
 * @param run id
 * @param attempt the latest attempt
 * @param step highest accepted step
 * @param datasetSize N, data points that it is trained on, at least 1
 * @param neuralEntropy S_NN over the window, nats
 * @param learnedEntropy S_lin over the window, nats
 */
public record GroupRun(
        String run, int attempt, long step, long datasetSize, Estimate neuralEntropy, Estimate learnedEntropy) {}
