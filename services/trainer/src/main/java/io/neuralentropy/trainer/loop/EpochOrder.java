package io.neuralentropy.trainer.loop;

import java.util.SplittableRandom;

/**
 * Shuffled epochs, one after another: each data point once an epoch, in an order of its own. A batch that an epoch's end cuts
 * goes on in the next epoch, so that all batches are equally large. A function of the seed alone. Not thread-safe.
 */
final class EpochOrder {
    private final Seeds seeds;
    private final int[] order;
    private long epoch = -1;

    EpochOrder(Seeds seeds, int size) {
        this.seeds = seeds;
        this.order = new int[size];
    }

    /** The data points of a step: {@code points.length} of them, from where the last step ended. */
    void batch(long step, int[] points) {
        long first = (step - 1) * points.length;
        for (int i = 0; i < points.length; i++) {
            shuffleFor((first + i) / order.length);
            points[i] = order[(int) ((first + i) % order.length)];
        }
    }

    private void shuffleFor(long wanted) {
        if (epoch == wanted) {
            return;
        }
        SplittableRandom random = seeds.random(Seeds.Purpose.ORDER, wanted, 0);
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
        epoch = wanted;
    }
}
