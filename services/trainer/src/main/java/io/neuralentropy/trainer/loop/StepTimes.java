package io.neuralentropy.trainer.loop;

/**
 * Where the time of steps went, nanoseconds by the loop's own clock.
 *
 * @param forward drawing times and noise, leaves, and the forward pass until its output is there; mean over the threads
 * @param backward loss and backward pass; on a GPU, which works on while the thread goes ahead, most of both
 * @param optimizer Adam, clipping and the average of the weights
 * @param measuring the entropies, beyond what the loss needs anyway
 */
public record StepTimes(long forward, long backward, long optimizer, long measuring) {
    public static final StepTimes NONE = new StepTimes(0, 0, 0, 0);

    /** The sum of both. */
    public StepTimes plus(StepTimes other) {
        return new StepTimes(
                forward + other.forward,
                backward + other.backward,
                optimizer + other.optimizer,
                measuring + other.measuring);
    }

    /** What went since an earlier sum. */
    public StepTimes since(StepTimes earlier) {
        return new StepTimes(
                forward - earlier.forward,
                backward - earlier.backward,
                optimizer - earlier.optimizer,
                measuring - earlier.measuring);
    }
}
