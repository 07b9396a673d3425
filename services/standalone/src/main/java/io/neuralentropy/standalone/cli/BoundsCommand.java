package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.KnownEntropies;
import io.neuralentropy.trainer.TrainingException;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.data.DataSets;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.Objective;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "bounds",
        description = {
            "Prints what there is to learn from a file of data: bounds of its total entropy, to be sent with run.started.",
            "Reads the same files as train; trains nothing and needs no Kafka."
        })
final class BoundsCommand implements Callable<Integer> {
    /** Beyond these the numbers of a float say nothing any more. */
    private static final double FARTHEST = 50;

    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "An IDX, CSV, .npy or CIFAR-10 .bin file, CIFAR-10's directory, or the name of a data set of train.")
    private String file;

    @Mixin
    private ProcessArguments process;

    @Option(
            names = "--log-snr-range",
            paramLabel = "LOW,HIGH",
            converter = RangeEnds.class,
            description = "Range of the log-SNR, logSnrRange of run.started, over which all entropies of the run are"
                    + " integrated (default: that of the process as --estimator bins takes it).")
    private Ends ends;

    @Mixin
    private PointsArguments points;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seed of the noise behind the upper bound (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print the fields of run.started.")
    private boolean json;

    BoundsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DiffusionProcess diffusion = process.diffusion();
        EntropyRange range = range(diffusion);
        DataSet data = DataSets.open(points.of(file));
        BoundsText text = new BoundsText(diffusion, range, data, KnownEntropies.of(range, data, seed));
        console.print(json ? text.json() : text.table());
        return 0;
    }

    private EntropyRange range(DiffusionProcess diffusion) {
        if (ends != null) {
            return new EntropyRange(diffusion.kappa(), ends.low(), ends.high());
        }
        try {
            return Estimator.BINS.range(diffusion, Objective.NOISE_PREDICTION);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private record Ends(double low, double high) {}

    /** Reads both ends of a range. */
    private static final class RangeEnds implements ITypeConverter<Ends> {
        @Override
        public Ends convert(String text) {
            String[] parts = text.split(",", -1);
            try {
                Ends ends = new Ends(Double.parseDouble(parts[0]), Double.parseDouble(parts[parts.length - 1]));
                if (parts.length == 2 && -FARTHEST <= ends.low && ends.low < ends.high && ends.high <= FARTHEST) {
                    return ends;
                }
            } catch (NumberFormatException notNumbers) {
                // said below
            }
            throw new TypeConversionException("'" + text
                    + "' is no range of log-SNR: give two numbers from -50 to 50, the lower one first, such as -8,9");
        }
    }
}
