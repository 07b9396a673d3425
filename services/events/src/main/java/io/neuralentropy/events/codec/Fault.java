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

    /** @param run that the event says it is of; null where that cannot be read */
    Decoded.Refused refusal(String run) {
        return new Decoded.Refused(reason, detail, run);
    }
}
