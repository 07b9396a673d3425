package io.neuralentropy.trainer.science;

/** How entropies and likelihood of held-out points are integrated. */
public enum EvaluationRule {
    /** Times equally spaced in log-SNR, all cells, the likelihood's own prior. */
    EXACT,
    /**
     * As in the paper's code (arXiv:2409.03817), to compare with its numbers: equally spaced times of which S_NN leaves out the
     * first and the last cell (mlp.py: {@code start=1}, and the last element but one of the cumulated integral), and a
     * likelihood that leaves out a term of its prior (data_util.py). On images, whose rates rise towards the first time, the
     * first cell may hold several per cent of S_NN.
     */
    PAPER
}
