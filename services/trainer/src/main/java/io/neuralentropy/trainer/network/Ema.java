package io.neuralentropy.trainer.network;

import java.nio.FloatBuffer;

/**
 * Exponential moving average of parameters, θ̄ ← θ̄ + (1 − δ)(θ − θ̄) once a step, with δ = min(decay, (1 + t)/(10 + t)) at step
 * t, so that the average forgets the initial values while there are few others.
 *
 * <p>Deterministic. The parts of {@link #apply} may run in parallel.
 */
public final class Ema {
    private static final int BLOCK = 4096;

    private final Parameters live;
    private final Parameters average;
    private final double decay;

    /** @param decay 0 ≤ decay &lt; 1 */
    public Ema(Parameters live, double decay) {
        this.live = live;
        this.average = new Parameters(live.layout());
        this.decay = decay;
        average.set(live.copy());
    }

    /** The averaged parameters, to be read between steps. */
    public Parameters average() {
        return average;
    }

    /**
     * Takes one part of the parameters in.
     *
     * @param step number of the step that moved them, from 1
     * @param part 0 to {@code parts − 1}; each exactly once a step, in any order or at once
     */
    public void apply(long step, int part, int parts) {
        float share = (float) (1 - Math.min(decay, (1.0 + step) / (10.0 + step)));
        int size = live.size();
        int from = (int) ((long) size * part / parts);
        int to = (int) ((long) size * (part + 1) / parts);
        float[] now = new float[BLOCK];
        float[] mean = new float[BLOCK];
        FloatBuffer source = live.vector();
        FloatBuffer target = average.vector();
        for (int start = from; start < to; start += BLOCK) {
            int length = Math.min(BLOCK, to - start);
            source.get(start, now, 0, length);
            target.get(start, mean, 0, length);
            move(mean, now, share, length);
            target.put(start, mean, 0, length);
        }
    }

    private static void move(float[] mean, float[] now, float share, int length) {
        for (int i = 0; i < length; i++) {
            mean[i] += share * (now[i] - mean[i]);
        }
    }
}
