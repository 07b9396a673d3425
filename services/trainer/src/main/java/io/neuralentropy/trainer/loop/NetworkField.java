package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.NetworkInput;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.Conversion;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.ProbabilityFlow;
import java.util.Arrays;

/** d = Σ·e of a network on points of the path that relaxes, without dropout. Holds no native memory between calls. */
final class NetworkField implements ProbabilityFlow.Field {
    private final DiffusionProcess process;
    private final Objective objective;
    private final Network network;
    private final Parameters parameters;
    private final NDManager manager;
    private final float[] labels;

    /** @param labels one-hot, row by row; null: none are told */
    NetworkField(
            DiffusionProcess process,
            Objective objective,
            Network network,
            Parameters parameters,
            NDManager manager,
            float[] labels) {
        this.process = process;
        this.objective = objective;
        this.network = network;
        this.parameters = parameters;
        this.manager = manager;
        this.labels = labels;
    }

    @Override
    public void at(double logSnr, double[] y, double[] d) {
        double t = process.timeOf(logSnr);
        double scale = process.inputScale(t) / process.relaxingScale(t);
        float[] input = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            input[i] = (float) (scale * y[i]);
        }
        float[] output = output(input, (float) process.condition(t));
        Conversion conversion = objective.conversion(process, t);
        for (int i = 0; i < y.length; i++) {
            d[i] = conversion.d(input[i], output[i]);
        }
    }

    private float[] output(float[] input, float condition) {
        int rows = input.length / network.dimension();
        float[] times = new float[rows];
        Arrays.fill(times, condition);
        try (NDManager call = manager.newSubManager()) {
            NDArray shown = call.create(input, new Shape(rows, network.dimension()));
            NDArray told = labels == null ? null : call.create(labels, new Shape(rows, network.classes()));
            NetworkInput in = new NetworkInput(shown, call.create(times, new Shape(rows, 1)), told, null);
            return network.forward(in, parameters.leaves(call, false)).toFloatArray();
        }
    }
}
