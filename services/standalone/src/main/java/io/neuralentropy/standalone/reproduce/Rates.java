package io.neuralentropy.standalone.reproduce;

/**
 * Rates of entropy production at times on a grid, nats per unit of the axis. NaN is unknown. The arrays are not copied and must
 * not be changed.
 *
 * @param at the grid, ascending
 * @param neural rate of S_NN
 * @param neuralError its standard error
 * @param learned rate of S_lin
 */
public record Rates(double[] at, double[] neural, double[] neuralError, double[] learned) {

    /** Index of the largest rate of S_NN. */
    int peak() {
        int best = 0;
        for (int i = 1; i < at.length; i++) {
            best = neural[i] > neural[best] ? i : best;
        }
        return best;
    }
}
