package io.neuralentropy.standalone.reproduce;

/** How far a number of the paper can be trusted. */
enum Certainty {
    /** Stated by the paper or by its code. */
    STATED,
    /** Read by eye off a figure; the error is that of reading. */
    FIGURE
}
