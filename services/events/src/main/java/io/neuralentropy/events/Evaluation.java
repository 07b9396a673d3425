package io.neuralentropy.events;

import java.util.Map;

/**
 * A measurement outside the training pass, now and then.
 *
 * @param step the number of steps done
 * @param split {@code train} or {@code held-out}
 * @param neuralEntropy S_NN, nats; null where not sent
 * @param learnedEntropy S_lin, nats; null where not sent
 * @param profile rates on a grid; null where not sent
 * @param klBound upper bound of KL(data‖model), nats; {@link Absent} where not sent
 * @param logLikelihood lower bound of the mean log-likelihood, nats; {@link Absent} where not sent
 * @param transport what an experiment adds; empty where not sent
 * @param layerEntropy likewise
 * @param transferEntropy likewise
 * @param loss the loss on these points; {@link Absent} where not sent; NaN and infinities are data
 * @param scores accuracy, FID and the like: at most {@value #MAX_SCORES} finite numbers; empty where not sent
 */
public record Evaluation(
        Origin origin,
        long step,
        String split,
        Moments neuralEntropy,
        Moments learnedEntropy,
        Grid profile,
        double klBound,
        double logLikelihood,
        Map<String, Double> transport,
        Map<String, Double> layerEntropy,
        Map<String, Double> transferEntropy,
        double loss,
        Map<String, Double> scores)
        implements Event {
    /** The most scores of an evaluation. */
    public static final int MAX_SCORES = 16;

    /**
     * Entropy rates on a grid.
     *
     * @param at the grid's points, on the run's profile axis
     * @param neural rate of S_NN
     * @param learned rate of S_lin; null where not sent
     * @param standardError of {@code neural}; null where not sent
     */
    public record Grid(double[] at, double[] neural, double[] learned, double[] standardError) {}

    public Evaluation {
        transport = transport == null ? Map.of() : Map.copyOf(transport);
        layerEntropy = layerEntropy == null ? Map.of() : Map.copyOf(layerEntropy);
        transferEntropy = transferEntropy == null ? Map.of() : Map.copyOf(transferEntropy);
        scores = scores == null ? Map.of() : Map.copyOf(scores);
        if (scores.size() > MAX_SCORES) {
            throw new IllegalArgumentException("at most " + MAX_SCORES + " scores: " + scores.size());
        }
    }

    /** One without a loss and scores; {@link #of} can state them. */
    public Evaluation(
            Origin origin,
            long step,
            String split,
            Moments neuralEntropy,
            Moments learnedEntropy,
            Grid profile,
            double klBound,
            double logLikelihood,
            Map<String, Double> transport,
            Map<String, Double> layerEntropy,
            Map<String, Double> transferEntropy) {
        this(
                origin,
                step,
                split,
                neuralEntropy,
                learnedEntropy,
                profile,
                klBound,
                logLikelihood,
                transport,
                layerEntropy,
                transferEntropy,
                Absent.NUMBER,
                null);
    }

    /** Starts an evaluation; every further field is optional. */
    public static Builder of(Origin origin, long step, String split) {
        return new Builder(origin, step, split);
    }

    @Override
    public EventType type() {
        return EventType.EVALUATION;
    }

    @Override
    public Evaluation at(long time) {
        return new Evaluation(
                origin.at(time),
                step,
                split,
                neuralEntropy,
                learnedEntropy,
                profile,
                klBound,
                logLikelihood,
                transport,
                layerEntropy,
                transferEntropy,
                loss,
                scores);
    }

    /** Collects the fields of an {@link Evaluation}. Not thread-safe. */
    public static final class Builder {
        private final Origin origin;
        private final long step;
        private final String split;
        private Moments neuralEntropy;
        private Moments learnedEntropy;
        private Grid profile;
        private double klBound = Absent.NUMBER;
        private double logLikelihood = Absent.NUMBER;
        private Map<String, Double> transport;
        private Map<String, Double> layerEntropy;
        private Map<String, Double> transferEntropy;
        private double loss = Absent.NUMBER;
        private Map<String, Double> scores;

        private Builder(Origin origin, long step, String split) {
            this.origin = origin;
            this.step = step;
            this.split = split;
        }

        public Builder neuralEntropy(Moments value) {
            neuralEntropy = value;
            return this;
        }

        public Builder learnedEntropy(Moments value) {
            learnedEntropy = value;
            return this;
        }

        public Builder profile(Grid value) {
            profile = value;
            return this;
        }

        public Builder klBound(double value) {
            klBound = value;
            return this;
        }

        public Builder logLikelihood(double value) {
            logLikelihood = value;
            return this;
        }

        public Builder transport(Map<String, Double> value) {
            transport = value;
            return this;
        }

        public Builder layerEntropy(Map<String, Double> value) {
            layerEntropy = value;
            return this;
        }

        public Builder transferEntropy(Map<String, Double> value) {
            transferEntropy = value;
            return this;
        }

        public Builder loss(double value) {
            loss = value;
            return this;
        }

        public Builder scores(Map<String, Double> value) {
            scores = value;
            return this;
        }

        public Evaluation build() {
            return new Evaluation(
                    origin,
                    step,
                    split,
                    neuralEntropy,
                    learnedEntropy,
                    profile,
                    klBound,
                    logLikelihood,
                    transport,
                    layerEntropy,
                    transferEntropy,
                    loss,
                    scores);
        }
    }
}
