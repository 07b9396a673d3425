package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingException;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EdmLaw;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How data diffuse. */
final class ProcessArguments {
    @Option(
            names = "--process",
            paramLabel = "NAME",
            defaultValue = "vp",
            description = "Diffusion: vp, vpx, sl, cosine, rectified-flow, edm, ddpm-linear, ddpm-scaled-linear or"
                    + " ddpm-cosine (default: ${DEFAULT-VALUE}).")
    private String process;

    @Option(
            names = "--kappa",
            paramLabel = "K",
            description =
                    "Width of the equilibrium distribution (default: 0.1 for vpx and sl, sigma-data for edm, else 1).")
    private Double kappa;

    @Option(
            names = "--sigma-data",
            paramLabel = "S",
            description = "Standard deviation of the data that edm reckons with (default: 0.5).")
    private Double sigmaData;

    @Option(
            names = "--p-mean",
            paramLabel = "M",
            description = "Mean of the logarithm of edm's noise levels in training (default: -1.2).")
    private Double noiseMean;

    @Option(
            names = "--p-std",
            paramLabel = "S",
            description = "Standard deviation of the logarithm of edm's noise levels in training (default: 1.2).")
    private Double noiseDeviation;

    String name() {
        return process.toLowerCase(Locale.ROOT);
    }

    /** @throws TrainingException where a value is out of its range */
    void apply(TrainingOptions.Builder options) {
        options.process(process).kappa(kappa).edmLaw(edmLaw());
    }

    /** @throws TrainingException where there is no such process, or a value is out of its range */
    DiffusionProcess diffusion() {
        EdmLaw law = edmLaw();
        try {
            return DiffusionProcess.named(name(), kappa, law);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private EdmLaw edmLaw() {
        try {
            return new EdmLaw(sigmaData, noiseMean, noiseDeviation);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }
}
