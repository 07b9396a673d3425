package io.neuralentropy.trainer.network;

/**
 * Where a network's arrays are and its passes are computed ({@link EngineSetup#newManager}). Names no class of DJL: a command line
 * lists these also where the trainer's libraries are left out.
 */
public enum ComputeDevice {
    /** The engine's default: the first GPU where its natives know one, else the CPU. */
    AUTO,
    /** The CPU, even where there is a GPU. */
    CPU,
    /** The first GPU, or nothing. */
    GPU;

    /**
     * Finds out whether it is there; loads the engine for that, but not where any device will do.
     *
     * @throws EngineUnavailableException when it is not; the message is one line, for a user
     */
    public void check() {
        if (this == GPU) {
            EngineSetup.check(this);
        }
    }
}
