package io.neuralentropy.monitor.snapshot;

/**
 * Something that is wrong with what a run sends, for the person who can fix it.
 *
 * @param code the kind of mistake
 * @param text what is wrong, in words
 * @param count how often it was met
 * @param step highest step of the run when it was first met
 */
public record Warning(Code code, String text, long count, long step) {
    /** The kinds of mistakes. */
    public enum Code {
        /** Fields are ignored whose names look like ones of the protocol. */
        UNKNOWN_FIELDS("unknown-fields", 8),
        /** Events of the run are dead letters. */
        REFUSED_EVENTS("refused-events", 1),
        /** Entropies without the range over which they are integrated. */
        NO_LOG_SNR_RANGE("no-log-snr-range", 1),
        /** Times that cannot be, of which nothing is derived. */
        CLOCK("clock", 3);

        private final String wireName;
        private final int details;

        Code(String wireName, int details) {
            this.wireName = wireName;
            this.details = details;
        }

        /** The code in the API. */
        public String wireName() {
            return wireName;
        }

        /** How many different details a text has; of more the newest stay. */
        public int details() {
            return details;
        }

        /** The code of this name; null where this version has none. */
        public static Code ofWireName(String name) {
            for (Code code : values()) {
                if (code.wireName.equals(name)) {
                    return code;
                }
            }
            return null;
        }
    }
}
