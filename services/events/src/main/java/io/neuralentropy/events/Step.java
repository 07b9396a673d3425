package io.neuralentropy.events;

import java.util.Map;

/**
 * One optimizer step, or {@code span} of them summed up.
 *
 * @param step number of steps done, at least 1
 * @param span the event sums up steps {@code step − span + 1 … step}; 1 to {@value #MAX_SPAN}
 * @param samples data points trained on; 0 where not sent
 * @param loss the training loss; {@link Absent} where not sent; NaN and infinities are data
 * @param neuralEntropy S_NN, nats; null where not sent
 * @param learnedEntropy S_lin, nats; null where not sent
 * @param profile null where not sent
 * @param learningRate {@link Absent} where not sent
 * @param gradientNorm {@link Absent} where not sent; NaN and infinities are data
 * @param seconds duration, finite, not negative; {@link Absent} where not sent
 * @param energyJoules likewise
 * @param gpuMemoryBytes likewise
 * @param layerEntropy entropy change by layer, nats; empty where not sent
 * @param transferEntropy by pair of layers, nats; empty where not sent
 */
public record Step(
        Origin origin,
        long step,
        int span,
        long samples,
        double loss,
        Moments neuralEntropy,
        Moments learnedEntropy,
        Profile profile,
        double learningRate,
        double gradientNorm,
        double seconds,
        double energyJoules,
        double gpuMemoryBytes,
        Map<String, Double> layerEntropy,
        Map<String, Double> transferEntropy)
        implements Event {
    /** The longest span that one event may sum up, and the most steps of one {@code steps} event. */
    public static final int MAX_SPAN = 1024;

    public Step {
        if (step < 1 || span < 1 || span > MAX_SPAN || span > step || samples < 0) {
            throw new IllegalArgumentException(
                    "step, span or samples out of range: " + step + ", " + span + ", " + samples);
        }
        layerEntropy = layerEntropy == null ? Map.of() : Map.copyOf(layerEntropy);
        transferEntropy = transferEntropy == null ? Map.of() : Map.copyOf(transferEntropy);
    }

    @Override
    public EventType type() {
        return EventType.STEP;
    }

    @Override
    public Step at(long time) {
        return new Step(
                origin.at(time),
                step,
                span,
                samples,
                loss,
                neuralEntropy,
                learnedEntropy,
                profile,
                learningRate,
                gradientNorm,
                seconds,
                energyJoules,
                gpuMemoryBytes,
                layerEntropy,
                transferEntropy);
    }

    /** The first step that the event speaks of. */
    public long first() {
        return step - span + 1;
    }

    /** Starts an event for one step; every further field is optional. */
    public static Builder of(Origin origin, long step) {
        return new Builder(origin, step);
    }

    /** Collects the fields of a {@link Step}. Not thread-safe. */
    public static final class Builder {
        private final Origin origin;
        private final long step;
        private int span = 1;
        private long samples;
        private double loss = Absent.NUMBER;
        private Moments neuralEntropy;
        private Moments learnedEntropy;
        private Profile profile;
        private double learningRate = Absent.NUMBER;
        private double gradientNorm = Absent.NUMBER;
        private double seconds = Absent.NUMBER;
        private double energyJoules = Absent.NUMBER;
        private double gpuMemoryBytes = Absent.NUMBER;
        private Map<String, Double> layerEntropy;
        private Map<String, Double> transferEntropy;

        private Builder(Origin origin, long step) {
            this.origin = origin;
            this.step = step;
        }

        public Builder span(int value) {
            span = value;
            return this;
        }

        public Builder samples(long value) {
            samples = value;
            return this;
        }

        public Builder loss(double value) {
            loss = value;
            return this;
        }

        public Builder neuralEntropy(Moments value) {
            neuralEntropy = value;
            return this;
        }

        public Builder learnedEntropy(Moments value) {
            learnedEntropy = value;
            return this;
        }

        public Builder profile(Profile value) {
            profile = value;
            return this;
        }

        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        public Builder gradientNorm(double value) {
            gradientNorm = value;
            return this;
        }

        public Builder seconds(double value) {
            seconds = value;
            return this;
        }

        public Builder energyJoules(double value) {
            energyJoules = value;
            return this;
        }

        public Builder gpuMemoryBytes(double value) {
            gpuMemoryBytes = value;
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

        public Step build() {
            return new Step(
                    origin,
                    step,
                    span,
                    samples,
                    loss,
                    neuralEntropy,
                    learnedEntropy,
                    profile,
                    learningRate,
                    gradientNorm,
                    seconds,
                    energyJoules,
                    gpuMemoryBytes,
                    layerEntropy,
                    transferEntropy);
        }
    }
}
