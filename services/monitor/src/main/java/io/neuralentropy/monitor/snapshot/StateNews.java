package io.neuralentropy.monitor.snapshot;

/**
 * A change of a run's state as it is told to others.
 *
 * <p>{@code place} lets a reader keep the list that the API shows: it takes back what was told before with this place or a
 * higher one, then stands there itself. One with the cause {@link StateChange.Cause#RESUMED} only takes back what was told
 * with a higher place.
 *
 * @param run id
 * @param attempt the latest attempt when it was told
 * @param place in the list of the run's changes, from 1; 0 where a resumption took back all
 * @param change what changed, and why
 * @param capacity as known when it was told; unknown where withheld
 */
public record StateNews(String run, int attempt, long place, StateChange change, Estimate capacity) {}
