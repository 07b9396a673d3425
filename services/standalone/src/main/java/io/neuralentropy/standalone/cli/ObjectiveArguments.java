package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingException;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the network learns to put out, and what its error there costs. */
final class ObjectiveArguments {
    @Option(
            names = "--objective",
            paramLabel = "NAME",
            defaultValue = "entropy-matching",
            converter = ObjectiveName.class,
            description = "What the network puts out: entropy-matching, score-matching, noise-prediction,"
                    + " data-prediction, v-prediction, edm or velocity (default: ${DEFAULT-VALUE}).")
    private Objective objective;

    @Option(
            names = "--objective-weight",
            paramLabel = "NAME",
            converter = WeightName.class,
            description = "Factor in the loss: unit (the objective's own), noise (the noise prediction's plain square),"
                    + " min-snr or maximum-likelihood (default: unit, of data-prediction min-snr).")
    private LossWeight weight;

    @Option(
            names = "--min-snr-gamma",
            paramLabel = "G",
            description = "Signal-to-noise ratio from which on min-snr weighs down (default: 5).")
    private Double minSnrGamma;

    @Option(
            names = "--time-law",
            paramLabel = "NAME",
            defaultValue = "stratified",
            converter = TimeLawName.class,
            description = "Draw of diffusion times: stratified (less noise) or uniform, as in the paper (default:"
                    + " ${DEFAULT-VALUE}).")
    private TimeLaw timeLaw;

    /** @throws TrainingException where a value is out of its range, or belongs to another weight */
    void apply(TrainingOptions.Builder options) {
        options.objective(objective).lossWeight(lossWeight()).timeLaw(timeLaw);
    }

    /** Null: the usual one of the objective. */
    private LossWeight lossWeight() {
        if (minSnrGamma == null) {
            return weight;
        }
        LossWeight chosen = weight == null ? LossWeight.usual(objective) : weight;
        if (chosen != LossWeight.MIN_SNR) {
            throw new TrainingException("min-snr-gamma belongs to the objective weight min-snr, not to " + chosen);
        }
        try {
            return LossWeight.minSnr(minSnrGamma);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /** Reads the name of a loss weight. */
    private static final class WeightName implements ITypeConverter<LossWeight> {
        @Override
        public LossWeight convert(String text) {
            try {
                return LossWeight.named(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /** Reads the name of an objective. */
    private static final class ObjectiveName extends EnumName<Objective> {
        private ObjectiveName() {
            super(Objective.class);
        }
    }

    /** Reads {@code stratified} and {@code uniform}. */
    private static final class TimeLawName extends EnumName<TimeLaw> {
        private TimeLawName() {
            super(TimeLaw.class);
        }
    }
}
