package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;

/**
 * A run on held-out points after so many steps, as the monitor told it.
 *
 * @param step steps done
 * @param neural S_NN, nats
 * @param learned S_lin, nats
 * @param rates null where none were told
 * @param bracket null where none was told
 */
public record Station(long step, Estimate neural, Estimate learned, Rates rates, Bracket bracket) {
    /** Unknown at a step. */
    static Station unknown(long step) {
        return new Station(step, Estimate.UNKNOWN, Estimate.UNKNOWN, null, null);
    }
}
