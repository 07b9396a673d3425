package io.neuralentropy.trainer.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** Where a network's arrays are and its passes are computed. */
public enum ComputeDevice {
    /** The engine's default: the first GPU where its natives know one, else the CPU. */
    AUTO {
        @Override
        Device on(Engine engine) {
            return engine.defaultDevice();
        }
    },
    /** The CPU, even where there is a GPU. */
    CPU {
        @Override
        Device on(Engine engine) {
            return Device.cpu();
        }
    },
    /** The first GPU, or nothing. */
    GPU {
        @Override
        Device on(Engine engine) {
            if (!engine.defaultDevice().isGpu()) {
                throw new EngineUnavailableException("device gpu: PyTorch's native library finds no GPU: set it up as"
                        + " docs/gpu.md says, or use --device cpu");
            }
            return engine.defaultDevice();
        }
    };

    abstract Device on(Engine engine);

    /**
     * A manager of arrays there; loads the engine.
     *
     * @throws EngineUnavailableException when there is no such device; the message is one line, for a user
     */
    public NDManager newManager() {
        Engine engine = EngineSetup.engine();
        return engine.newBaseManager(on(engine));
    }

    /**
     * Finds out whether it is there; loads the engine for that, but not where any device will do.
     *
     * @throws EngineUnavailableException when it is not
     */
    public void check() {
        if (this == GPU) {
            on(EngineSetup.engine());
        }
    }
}
