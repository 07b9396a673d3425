package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.ProbabilityFlow;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Samples of what a network has learned, by {@link ProbabilityFlow}. Each sample is a function of the seed and its own number
 * (and, to rounding, of nothing else): more of them begin with the same ones. Not during a step.
 */
public final class Sampler {
    /** Each sample its own class in turn, where the network knows classes. */
    public static final int EACH_CLASS = -1;

    /** Samples that go through the network at once, per thread. */
    private static final int BATCH = 32;

    private final DiffusionProcess process;
    private final Objective objective;
    private final Network network;
    private final Parameters parameters;
    private final Workers workers;
    private final NDManager manager;
    private final BooleanSupplier stop;

    /** @param stop asked before each call of the network, by several threads */
    Sampler(
            DiffusionProcess process,
            Objective objective,
            Network network,
            Parameters parameters,
            Workers workers,
            NDManager manager,
            BooleanSupplier stop) {
        this.process = process;
        this.objective = objective;
        this.network = network;
        this.parameters = parameters;
        this.workers = workers;
        this.manager = manager;
        this.stop = stop;
    }

    /**
     * Draws samples.
     *
     * @param steps of the flow, at least 1
     * @param seed of where they start
     * @param told class of all, or {@link #EACH_CLASS}
     * @return row by row
     * @throws CancellationException when it is to stop
     */
    public float[] sample(int count, int steps, long seed, int told) {
        float[] samples = new float[Math.multiplyExact(count, network.dimension())];
        ProbabilityFlow flow = ProbabilityFlow.of(process, steps);
        int batches = (count + BATCH - 1) / BATCH;
        Seeds seeds = new Seeds(seed);
        workers.run(part -> {
            for (int batch = part; batch < batches; batch += workers.parts()) {
                fill(samples, batch * BATCH, Math.min(count, (batch + 1) * BATCH), flow, seeds, told);
            }
        });
        return samples;
    }

    private void fill(float[] samples, int from, int to, ProbabilityFlow flow, Seeds seeds, int told) {
        int dimension = network.dimension();
        double[] y = new double[(to - from) * dimension];
        for (int i = from; i < to; i++) {
            SplittableRandom random = seeds.random(Seeds.Purpose.SAMPLES, 0, i);
            for (int d = 0; d < dimension; d++) {
                y[(i - from) * dimension + d] = process.kappa() * random.nextGaussian();
            }
        }
        float[] labels = labels(from, to, told);
        NetworkField field = new NetworkField(process, objective, network, parameters, manager, labels);
        flow.transport(y, (logSnr, points, d) -> {
            if (stop.getAsBoolean()) {
                throw new CancellationException();
            }
            field.at(logSnr, points, d);
        });
        for (int i = 0; i < y.length; i++) {
            samples[from * dimension + i] = (float) y[i];
        }
    }

    private float[] labels(int from, int to, int told) {
        int classes = network.classes();
        if (classes == 0) {
            return null;
        }
        float[] labels = new float[(to - from) * classes];
        for (int i = from; i < to; i++) {
            labels[(i - from) * classes + (told < 0 ? i % classes : told)] = 1;
        }
        return labels;
    }
}
