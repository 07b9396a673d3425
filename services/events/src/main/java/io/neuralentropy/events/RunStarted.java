package io.neuralentropy.events;

import java.util.HashMap;
import java.util.Map;

/**
 * The first event of each attempt: what is trained, on what, for how long. All fields but {@code origin} are optional:
 * null, 0 for counts, or {@link Absent} for numbers.
 *
 * @param name for people
 * @param group of runs that are compared
 * @param labels free labels, at most 16
 * @param model what kind of network
 * @param parameters count of the network's parameters
 * @param objective {@code entropy-matching}, {@code score-matching}, {@code noise-prediction}, {@code velocity}, …
 * @param process the diffusion: its name and any numbers
 * @param logSnrLow lower end of the range of ln SNR over which entropies are integrated
 * @param logSnrHigh upper end
 * @param dimension D of one data point
 * @param dataset name and size
 * @param batchSize data points per step
 * @param plannedSteps how many steps the run is to have in all
 * @param firstStep 1 for a fresh run, k+1 when resumed from a checkpoint of step k
 * @param totalEntropy S_tot
 * @param totalEntropyLower lower bound of S_tot
 * @param totalEntropyUpper upper bound of S_tot
 * @param gaussianEntropy S_Gauss, that of a Gaussian with the data's mean and covariance
 * @param profileEdges ascending bin edges of profiles
 * @param profileAxis {@code diffusion-time} or {@code log-snr}
 * @param follow {@code neural}, {@code learned} or {@code loss}: what decides the run's state
 */
public record RunStarted(
        Origin origin,
        String name,
        String group,
        Map<String, String> labels,
        String model,
        long parameters,
        String objective,
        Process process,
        double logSnrLow,
        double logSnrHigh,
        int dimension,
        Dataset dataset,
        long batchSize,
        long plannedSteps,
        long firstStep,
        EntropyEstimate totalEntropy,
        EntropyEstimate totalEntropyLower,
        EntropyEstimate totalEntropyUpper,
        EntropyEstimate gaussianEntropy,
        double[] profileEdges,
        String profileAxis,
        String follow)
        implements Event {

    /** The diffusion: its name, and any further numbers of it such as κ. */
    public record Process(String name, Map<String, Double> numbers) {
        public Process {
            numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
        }

        /** The same with the first so many numbers in order of their names. */
        public Process atMost(int count) {
            Map<String, Double> first = new HashMap<>();
            numbers.keySet().stream().sorted().limit(count).forEach(key -> first.put(key, numbers.get(key)));
            return new Process(name, first);
        }
    }

    /** The data: name, and number of points (0: unknown or unlimited). */
    public record Dataset(String name, long size) {}

    public RunStarted {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    @Override
    public EventType type() {
        return EventType.RUN_STARTED;
    }

    /** The same with another process. */
    public RunStarted process(Process value) {
        return with(origin, value);
    }

    @Override
    public RunStarted at(long time) {
        return with(origin.at(time), process);
    }

    private RunStarted with(Origin otherOrigin, Process otherProcess) {
        return new RunStarted(
                otherOrigin,
                name,
                group,
                labels,
                model,
                parameters,
                objective,
                otherProcess,
                logSnrLow,
                logSnrHigh,
                dimension,
                dataset,
                batchSize,
                plannedSteps,
                firstStep,
                totalEntropy,
                totalEntropyLower,
                totalEntropyUpper,
                gaussianEntropy,
                profileEdges,
                profileAxis,
                follow);
    }

    /** Starts a description of a run; every field of it is optional. */
    public static Builder of(Origin origin) {
        return new Builder(origin);
    }

    /** Collects the fields of a {@link RunStarted}. Not thread-safe. */
    public static final class Builder {
        private Origin origin;
        private String name;
        private String group;
        private Map<String, String> labels;
        private String model;
        private long parameters;
        private String objective;
        private Process process;
        private double logSnrLow = Absent.NUMBER;
        private double logSnrHigh = Absent.NUMBER;
        private int dimension;
        private Dataset dataset;
        private long batchSize;
        private long plannedSteps;
        private long firstStep = 1;
        private EntropyEstimate totalEntropy;
        private EntropyEstimate totalEntropyLower;
        private EntropyEstimate totalEntropyUpper;
        private EntropyEstimate gaussianEntropy;
        private double[] profileEdges;
        private String profileAxis;
        private String follow;

        private Builder(Origin origin) {
            this.origin = origin;
        }

        public Builder origin(Origin value) {
            origin = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder group(String value) {
            group = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            labels = value;
            return this;
        }

        public Builder model(String value) {
            model = value;
            return this;
        }

        public Builder parameters(long value) {
            parameters = value;
            return this;
        }

        public Builder objective(String value) {
            objective = value;
            return this;
        }

        public Builder process(Process value) {
            process = value;
            return this;
        }

        public Builder logSnrRange(double low, double high) {
            logSnrLow = low;
            logSnrHigh = high;
            return this;
        }

        public Builder dimension(int value) {
            dimension = value;
            return this;
        }

        public Builder dataset(Dataset value) {
            dataset = value;
            return this;
        }

        public Builder batchSize(long value) {
            batchSize = value;
            return this;
        }

        public Builder plannedSteps(long value) {
            plannedSteps = value;
            return this;
        }

        public Builder firstStep(long value) {
            firstStep = value;
            return this;
        }

        public Builder totalEntropy(EntropyEstimate value) {
            totalEntropy = value;
            return this;
        }

        public Builder totalEntropyLower(EntropyEstimate value) {
            totalEntropyLower = value;
            return this;
        }

        public Builder totalEntropyUpper(EntropyEstimate value) {
            totalEntropyUpper = value;
            return this;
        }

        public Builder gaussianEntropy(EntropyEstimate value) {
            gaussianEntropy = value;
            return this;
        }

        public Builder profile(String axis, double[] edges) {
            profileAxis = axis;
            profileEdges = edges;
            return this;
        }

        public Builder follow(String value) {
            follow = value;
            return this;
        }

        public RunStarted build() {
            return new RunStarted(
                    origin,
                    name,
                    group,
                    labels,
                    model,
                    parameters,
                    objective,
                    process,
                    logSnrLow,
                    logSnrHigh,
                    dimension,
                    dataset,
                    batchSize,
                    plannedSteps,
                    firstStep,
                    totalEntropy,
                    totalEntropyLower,
                    totalEntropyUpper,
                    gaussianEntropy,
                    profileEdges,
                    profileAxis,
                    follow);
        }
    }
}
