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
        Map<String, Double> transferEntropy)
        implements Event {

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
    }

    @Override
    public EventType type() {
        return EventType.EVALUATION;
    }
}
