package io.neuralentropy.monitor.snapshot;

/** What S_lin on held-out points is compared with. */
public enum GapSource {
    /** S_lin on points that were trained on, in an evaluation after the same step: the same weights, times and noise. */
    EVALUATIONS("evaluations"),
    /**
     * S_lin of the training's steps up to the evaluation: of other weights where evaluations use averaged ones, and with dropout where
     * training has any, either of which makes it smaller and may hide a gap.
     */
    TRAINING_STEPS("training-steps");

    private final String wireName;

    GapSource(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the API. */
    public String wireName() {
        return wireName;
    }
}
