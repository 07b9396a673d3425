package io.neuralentropy.trainer.data;

/** Whether a file has a part that not all have. */
public enum Presence {
    /** As the file's first lines say. */
    AUTO,
    YES,
    NO
}
