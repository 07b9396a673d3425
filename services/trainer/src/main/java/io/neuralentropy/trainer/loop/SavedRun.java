package io.neuralentropy.trainer.loop;

/**
 * What a checkpoint holds.
 *
 * @param settings everything that decides the numbers of the run, as text: one {@code name=value} a line
 * @param attempt that wrote it
 */
public record SavedRun(String run, String settings, int attempt, LoopState state) {
    /** Steps that it holds. */
    public long step() {
        return state.step();
    }
}
