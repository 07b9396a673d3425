package io.neuralentropy.events.codec;

/** The first thing found wrong, if any. */
final class Fault {
    private Reason reason;
    private String detail;

    /** Notes a fault; all but the first are ignored. */
    void note(Reason what, String where) {
        if (reason == null) {
            reason = what;
            detail = where;
        }
    }

    boolean isNoted() {
        return reason != null;
    }

    Decoded.Refused refusal() {
        return new Decoded.Refused(reason, detail);
    }
}
