package io.neuralentropy.trainer.loop;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;

/**
 * What one step computed.
 *
 * @param loss mean over the step's throws; may be non-finite
 * @param neural S_NN, nats; null where no throw says anything about it
 * @param learned S_lin, likewise
 * @param profile null where not asked for
 * @param gradientNorm ‖gradient‖ over all parameters, of the gradient that the step applied
 * @param measuringNanos time that the entropies took, beyond what the loss needs anyway
 */
public record StepResult(
        double loss, Moments neural, Moments learned, Profile profile, double gradientNorm, long measuringNanos) {}
