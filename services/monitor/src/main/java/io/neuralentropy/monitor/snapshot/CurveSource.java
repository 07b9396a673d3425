package io.neuralentropy.monitor.snapshot;

/**
 * Where the curve of a run comes from: read when it is asked for, since a thousand of them do not fit on the heap. Safe to ask from
 * any thread.
 */
@FunctionalInterface
public interface CurveSource {
    /** The curve as of now or of when the snapshot was drawn; {@link Curve#EMPTY} where the run has just left this instance. */
    Curve read();
}
