package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.util.Map;

/**
 * The parts that a step event may bring, as bits. Each has an identity of its own: a step's loss and its entropies may come in two
 * events, of other spans, too.
 */
final class StepParts {
    static final int NONE = 0;
    static final int ALL = (1 << 12) - 1;

    /** What a training is judged by; the rest says what it took. */
    static final int QUANTITIES = (1 << Quantity.values().length) - 1;

    private static final int PROFILE = 1 << 4;
    private static final int SAMPLES = 1 << 5;
    private static final int SECONDS = 1 << 6;
    private static final int ENERGY = 1 << 7;
    private static final int LEARNING_RATE = 1 << 8;
    private static final int GPU_MEMORY = 1 << 9;
    private static final int LAYERS = 1 << 10;
    private static final int TRANSFERS = 1 << 11;

    private StepParts() {}

    /** The bit of a quantity. */
    static int of(Quantity quantity) {
        return 1 << quantity.ordinal();
    }

    /** What an event brings. */
    static int of(Step step) {
        return bit(Quantity.NEURAL_ENTROPY, step.neuralEntropy() != null)
                | bit(Quantity.LEARNED_ENTROPY, step.learnedEntropy() != null)
                | bit(Quantity.LOSS, Absent.isPresent(step.loss()))
                | bit(Quantity.GRADIENT_NORM, Absent.isPresent(step.gradientNorm()))
                | bit(PROFILE, step.profile() != null)
                | bit(SAMPLES, step.samples() > 0)
                | bit(SECONDS, Absent.isPresent(step.seconds()))
                | bit(ENERGY, Absent.isPresent(step.energyJoules()))
                | bit(LEARNING_RATE, Absent.isPresent(step.learningRate()))
                | bit(GPU_MEMORY, Absent.isPresent(step.gpuMemoryBytes()))
                | bit(LAYERS, !step.layerEntropy().isEmpty())
                | bit(TRANSFERS, !step.transferEntropy().isEmpty());
    }

    private static int bit(Quantity quantity, boolean present) {
        return bit(of(quantity), present);
    }

    private static int bit(int bit, boolean present) {
        return present ? bit : NONE;
    }

    /** An event without the parts that are not named. */
    static Step only(Step step, int parts) {
        if ((of(step) & ~parts) == NONE) {
            return step;
        }
        return new Step(
                step.origin(),
                step.step(),
                step.span(),
                has(parts, SAMPLES) ? step.samples() : 0,
                number(parts, of(Quantity.LOSS), step.loss()),
                moments(parts, Quantity.NEURAL_ENTROPY, step.neuralEntropy()),
                moments(parts, Quantity.LEARNED_ENTROPY, step.learnedEntropy()),
                profile(parts, step.profile()),
                number(parts, LEARNING_RATE, step.learningRate()),
                number(parts, of(Quantity.GRADIENT_NORM), step.gradientNorm()),
                number(parts, SECONDS, step.seconds()),
                number(parts, ENERGY, step.energyJoules()),
                number(parts, GPU_MEMORY, step.gpuMemoryBytes()),
                map(parts, LAYERS, step.layerEntropy()),
                map(parts, TRANSFERS, step.transferEntropy()));
    }

    private static boolean has(int parts, int bit) {
        return (parts & bit) != NONE;
    }

    private static double number(int parts, int bit, double value) {
        return has(parts, bit) ? value : Absent.NUMBER;
    }

    private static Moments moments(int parts, Quantity quantity, Moments moments) {
        return has(parts, of(quantity)) ? moments : null;
    }

    private static Profile profile(int parts, Profile profile) {
        return has(parts, PROFILE) ? profile : null;
    }

    private static Map<String, Double> map(int parts, int bit, Map<String, Double> map) {
        return has(parts, bit) ? map : Map.of();
    }
}
