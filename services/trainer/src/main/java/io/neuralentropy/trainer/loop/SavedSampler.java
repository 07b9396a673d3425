package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.neuralentropy.trainer.network.ComputeDevice;
import io.neuralentropy.trainer.network.EngineSetup;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.NetworkSettings;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;

/** A sampler of a saved network: of the average of its parameters, where one was kept. */
public final class SavedSampler implements AutoCloseable {
    private final NDManager manager;
    private final Network network;
    private final Workers workers;
    private final Sampler sampler;

    /**
     * @param dimension D
     * @param seed of the run
     * @param threads that share the samples
     * @throws io.neuralentropy.trainer.network.EngineUnavailableException where there is no such device
     * @throws CheckpointException when the state is not that of such a network
     */
    public SavedSampler(
            DiffusionProcess process,
            Objective objective,
            NetworkSettings settings,
            int dimension,
            long seed,
            LoopState state,
            int threads,
            ComputeDevice device) {
        this.manager = EngineSetup.newManager(device);
        this.network = settings.build(dimension, new Seeds(seed).of(Seeds.Purpose.FREQUENCIES), manager);
        this.workers = new Workers(threads, "neural-entropy-sample");
        float[] values = state.average() == null ? state.parameters() : state.average();
        if (values.length != network.parameterCount()) {
            close();
            throw new CheckpointException("the checkpoint holds " + values.length + " parameters, its settings make a "
                    + settings.name() + " of " + network.parameterCount());
        }
        Parameters parameters = network.initialise(seed);
        parameters.set(values);
        this.sampler = new Sampler(process, objective, network, parameters, workers, manager, () -> false);
    }

    public Sampler sampler() {
        return sampler;
    }

    @Override
    public void close() {
        workers.close();
        network.close();
        manager.close();
    }
}
