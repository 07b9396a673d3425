package io.neuralentropy.monitor.run;

/** What becomes of a step. */
public enum Verdict {
    /** New, and the highest of its rank so far. */
    ACCEPTED,
    /** New, but a higher step of its rank was known: it fills a gap. */
    LATE,
    /** Its identity (run, attempt, rank, step), or a part of its span, is known: dropped. */
    DUPLICATE,
    /** Belongs to a later attempt's range: dropped. */
    SUPERSEDED;

    /** Whether the step's numbers count. */
    public boolean isAccepted() {
        return this == ACCEPTED || this == LATE;
    }
}
