package io.neuralentropy.trainer.loop;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import io.neuralentropy.trainer.science.ThrowsOutside;

/**
 * What one step computed.
 *
 * @param loss mean over the step's throws; may be non-finite
 * @param neural S_NN, nats; null where no throw says anything about it
 * @param learned S_lin, likewise
 * @param profile null where not asked for
 * @param gradientNorm ‖gradient‖ over all parameters, of the gradient that the step applied
 * @param outside throws that the entropies leave out
 * @param times where its time went
 */
public record StepResult(
        double loss,
        Moments neural,
        Moments learned,
        Profile profile,
        double gradientNorm,
        ThrowsOutside outside,
        StepTimes times) {}
