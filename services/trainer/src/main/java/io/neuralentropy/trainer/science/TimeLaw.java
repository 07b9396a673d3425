package io.neuralentropy.trainer.science;

import java.util.random.RandomGenerator;

/**
 * How the diffusion times of a batch are drawn. Under either law each single time is uniform over
 * [{@link DiffusionProcess#timeLow}, {@link DiffusionProcess#timeHigh}], so that every average over throws has the same
 * expectation; only its noise differs.
 */
public enum TimeLaw {
    /**
     * One throw in each of B equal strata of the range, B being the throws of the batch. The range is cut into as many
     * parts as a data point has throws; each point has one throw in every part, at random one of the part's strata that
     * no other point has. Points are exchangeable, and so are the throws of a point.
     *
     * <p>What it means for a stated error: values of two points are never positively correlated (they share out the
     * strata), so the sample variance over the points, divided by their number, is on average not below the variance of
     * their mean. Intervals are right or too wide, never too narrow.
     */
    STRATIFIED {
        @Override
        public void draw(DiffusionProcess process, RandomGenerator random, int throwsPerPoint, double[] s) {
            int points = points(throwsPerPoint, s);
            for (int part = 0; part < throwsPerPoint; part++) {
                for (int p = 0; p < points; p++) {
                    double unit = ((double) part * points + p + random.nextDouble()) / s.length;
                    s[p * throwsPerPoint + part] = at(process, unit);
                }
                shuffle(random, s, part, throwsPerPoint, points);
            }
            for (int p = 0; p < points; p++) {
                shuffle(random, s, p * throwsPerPoint, 1, throwsPerPoint);
            }
        }
    },

    /** Independent throws, as in the paper. */
    UNIFORM {
        @Override
        public void draw(DiffusionProcess process, RandomGenerator random, int throwsPerPoint, double[] s) {
            points(throwsPerPoint, s);
            for (int i = 0; i < s.length; i++) {
                s[i] = at(process, random.nextDouble());
            }
        }
    };

    /**
     * Draws the times of a batch. Allocates nothing.
     *
     * @param throwsPerPoint throws of each data point; divides {@code s.length}
     * @param s receives the times; throw k of point p at {@code p·throwsPerPoint + k}
     */
    public abstract void draw(DiffusionProcess process, RandomGenerator random, int throwsPerPoint, double[] s);

    /** Draws times for points of one throw each. */
    public void draw(DiffusionProcess process, RandomGenerator random, double[] s) {
        draw(process, random, 1, s);
    }

    private static int points(int throwsPerPoint, double[] s) {
        if (throwsPerPoint < 1 || s.length % throwsPerPoint != 0) {
            throw new IllegalArgumentException(
                    s.length + " times cannot be shared out as " + throwsPerPoint + " a point");
        }
        return s.length / throwsPerPoint;
    }

    private static double at(DiffusionProcess process, double unit) {
        double s = process.timeLow() + unit * (process.timeHigh() - process.timeLow());
        return Math.min(s, process.timeHigh());
    }

    private static void shuffle(RandomGenerator random, double[] values, int start, int stride, int count) {
        for (int i = count - 1; i > 0; i--) {
            int a = start + i * stride;
            int b = start + random.nextInt(i + 1) * stride;
            double held = values[a];
            values[a] = values[b];
            values[b] = held;
        }
    }
}
