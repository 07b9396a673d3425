package io.neuralentropy.trainer.science;

/** How entropies and likelihood of held-out points are integrated. */
public enum EvaluationRule {
    /** Times equally spaced in log-SNR, all cells, the likelihood's own prior. */
    EXACT,
    /**
     * As in the paper's code (arXiv:2409.03817), to compare with its numbers: equally spaced times of which S_NN leaves out the
     * first and the last cell (mlp.py: {@code start=1}, and the last element but one of the cumulated integral), and a
     * likelihood that leaves out a term of its prior (data_util.py). The range of log-SNR of all of a run's entropies is then that
     * of the cells in between. What is left out is .2 to 2 % of S_tot on the paper's mixtures, by process, and may be several per
     * cent on images, whose rates rise towards the first time: {@code services/bench/run paper-rule} prints it.
     */
    PAPER
}
