package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The factor h(t) in the loss h·‖ε̂ − ε‖², which any loss of a Gaussian diffusion is. It decides which times a network learns
 * best; the entropies do not depend on it. Immutable.
 */
public abstract class LossWeight {
    /** γ of {@link #MIN_SNR}. */
    public static final double USUAL_GAMMA = 5;

    /**
     * The objective's own: the plain square of the output's error, with σ² in front for scores (P = 1 in the paper's code).
     */
    public static final LossWeight UNIT = new LossWeight("unit") {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return objective.ownWeight(process, t);
        }
    };
    /** h = 1: the square of the noise prediction's error whatever the output (Ho et al., arXiv:2006.11239). */
    public static final LossWeight NOISE = new LossWeight("noise") {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return 1;
        }
    };
    /** {@link #minSnr} with γ = {@link #USUAL_GAMMA}. */
    public static final LossWeight MIN_SNR = minSnr(USUAL_GAMMA);
    /**
     * h = −½dλ/dt: the loss is a bound of the likelihood, and noisier (w/Σ² in model.py of the paper's code, {@code
     * maxL_prefactor}; Kingma et al., arXiv:2107.00630).
     */
    public static final LossWeight MAXIMUM_LIKELIHOOD = new LossWeight("maximum-likelihood") {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return process.rate(t);
        }

        @Override
        public void check(DiffusionProcess process) {
            if (!process.hasTimeAverages()) {
                throw new IllegalArgumentException(
                        "the loss weight maximum-likelihood has no finite variance on process " + process.name()
                                + ": use unit");
            }
        }
    };

    private static final List<LossWeight> ALL = List.of(UNIT, NOISE, MIN_SNR, MAXIMUM_LIKELIHOOD);

    private final String name;

    private LossWeight(String name) {
        this.name = name;
    }

    /**
     * h = min(1, γ/SNR) (Hang et al., arXiv:2303.09556, whose γ is 5).
     *
     * @throws IllegalArgumentException for a γ that is not positive; the message is fit for a user
     */
    public static LossWeight minSnr(double gamma) {
        if (!(gamma > 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("min-snr-gamma must be a positive number, not " + gamma);
        }
        String suffix = gamma == USUAL_GAMMA
                ? ""
                : "-" + BigDecimal.valueOf(gamma).stripTrailingZeros().toPlainString();
        return new LossWeight("min-snr" + suffix) {
            @Override
            double at(Objective objective, DiffusionProcess process, double t) {
                return Math.min(1, gamma * Math.exp(-process.logSnr(t)));
            }
        };
    }

    /**
     * The one that an objective is trained with unless told otherwise: its own, but for data prediction, whose error counts SNR-fold
     * in the entropies while its own loss weighs it the same at every SNR.
     */
    public static LossWeight usual(Objective objective) {
        return objective == Objective.DATA_PREDICTION ? MIN_SNR : UNIT;
    }

    /** All of them, min-snr with its usual γ. */
    public static List<LossWeight> all() {
        return ALL;
    }

    /**
     * The one of a name among {@link #all}, in any case.
     *
     * @throws IllegalArgumentException when there is none; the message is fit for a user
     */
    public static LossWeight named(String name) {
        return ALL.stream()
                .filter(weight -> weight.name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of "
                        + ALL.stream().map(LossWeight::toString).collect(Collectors.joining(", "))));
    }

    abstract double at(Objective objective, DiffusionProcess process, double t);

    /** @throws IllegalArgumentException where the weight makes no loss; the message is fit for a user */
    public void check(DiffusionProcess process) {
        // fine, unless a weight says otherwise
    }

    /** The name that options and events use; {@code min-snr-3} for a γ of one's own. */
    @Override
    public final String toString() {
        return name;
    }
}
