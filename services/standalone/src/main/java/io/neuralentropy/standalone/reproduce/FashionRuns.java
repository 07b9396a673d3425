package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.NetworkOptions;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.science.Objective;

/**
 * Runs of a U-Net on Fashion-MNIST. Its output is v on the cosine process, κ = 1: the usual objective on images among those whose S_NN
 * grows from nothing.
 */
final class FashionRuns {
    private static final String DATA = "fashion-mnist";
    private static final double LEARNING_RATE = 3e-4;
    private static final double CLIP = 1;
    /** A held-out image costs a pass through the network at each of 100 times. */
    private static final int EVALUATION_IMAGES = 256;

    private FashionRuns() {}

    /** @param size images that are trained on; 0: all */
    static TrainingOptions.Builder options(
            String run, int size, NetworkOptions network, int seed, int epochs, Scope scope) {
        DataSetRequest data = DataSetRequest.of(DATA).withSize(size).withSeed(size == 0 ? 0 : seed - 1L);
        return Plans.options(run, data, seed, epochs, scope)
                .process("cosine")
                .objective(Objective.V_PREDICTION)
                .network(network)
                .learningRate(LEARNING_RATE)
                .clip(CLIP)
                .evaluationPoints(EVALUATION_IMAGES);
    }
}
