package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.NetworkInput;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.GaussianMixture;
import java.util.SplittableRandom;

/** The ideal output for a law, in closed form; where dropout is asked for, half of its numbers are dropped and the others doubled. */
final class KnownNetwork implements Network {
    private final DiffusionProcess process;
    private final GaussianMixture law;
    private final SplittableRandom masks = new SplittableRandom(5);

    KnownNetwork(DiffusionProcess process, GaussianMixture law) {
        this.process = process;
        this.law = law;
    }

    /** Some that it does not look at. */
    static Parameters parameters(NDManager manager) {
        try (Network any = new MlpSettings(java.util.List.of(1)).build(1, 1, manager)) {
            return any.initialise(1);
        }
    }

    @Override
    public NDArray forward(NetworkInput input, NDList leaves) {
        float[] outputs = outputs(input.y().toFloatArray(), input.s().toFloatArray(), input.dropout() != null);
        return input.y().getManager().create(outputs, input.y().getShape());
    }

    float[] outputs(float[] points, float[] times, boolean dropout) {
        int dimension = law.dimension();
        float[] outputs = new float[points.length];
        double[] y = new double[dimension];
        double[] e = new double[dimension];
        for (int row = 0; row < times.length; row++) {
            for (int d = 0; d < dimension; d++) {
                y[d] = points[row * dimension + d];
            }
            law.idealOutput(process, times[row], y, e);
            for (int d = 0; d < dimension; d++) {
                outputs[row * dimension + d] = (float) e[d] * (dropout ? 2 * masks.nextInt(2) : 1);
            }
        }
        return outputs;
    }

    @Override
    public String name() {
        return "known";
    }

    @Override
    public int dimension() {
        return law.dimension();
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public double dropout() {
        return 0.5;
    }

    @Override
    public int parameterCount() {
        return 0;
    }

    @Override
    public int tensorCount() {
        return 0;
    }

    @Override
    public Parameters initialise(long seed) {
        throw new UnsupportedOperationException("the ideal output has no parameters");
    }

    @Override
    public void close() {}
}
