package io.neuralentropy.monitor.detectors;

import java.util.function.DoubleUnaryOperator;

/**
 * Learning curves of the paper (arXiv 2409.03817, VPx, κ = 0.1, 256 steps per epoch): S_NN read off at 5 … 200 epochs, monotone
 * cubic between, and behind them an exponential approach to S_tot that starts with the last slope. That tail is ours.
 */
enum PaperCurve {
    D9(1021, 36, 85, 155, 290, 545, 697, 802, 870),
    D6(564, 17, 48, 99, 190, 352, 441, 491, 521),
    D3(260, 17, 40, 68, 120, 203, 240, 250, 255);

    static final int EPOCH = 256;
    private static final double[] EPOCHS = {0, 5, 10, 20, 40, 80, 120, 160, 200};

    /** S_tot, nats. */
    final double total;

    private final double[] values = new double[9];

    PaperCurve(double total, double... read) {
        this.total = total;
        System.arraycopy(read, 0, values, 1, read.length);
    }

    DoubleUnaryOperator curve() {
        double[] steps = new double[EPOCHS.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = EPOCHS[i] * EPOCH;
        }
        int last = steps.length - 1;
        double slope = (values[last] - values[last - 1]) / (steps[last] - steps[last - 1]);
        double left = total - values[last];
        double tau = left / slope;
        MonotoneCubic cubic = new MonotoneCubic(steps, values);
        return t -> t <= steps[last] ? cubic.applyAsDouble(t) : total - left * Math.exp(-(t - steps[last]) / tau);
    }
}
