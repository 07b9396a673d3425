package io.neuralentropy.events;

/**
 * Who speaks, and when.
 *
 * @param run the run's id: 1 to {@value #MAX_RUN_LENGTH} of {@code A-Z a-z 0-9 . _ -}
 * @param attempt 0 for the first start of the run, one more for each resumption
 * @param rank of a distributed run; 0 where there is one process
 * @param time the trainer's clock, ms since the epoch
 */
public record Origin(String run, int attempt, int rank, long time) {
    public static final int MAX_RUN_LENGTH = 128;

    public Origin {
        if (!isRunId(run)) {
            throw new IllegalArgumentException(
                    "run id must be 1 to " + MAX_RUN_LENGTH + " of A-Z a-z 0-9 . _ -: " + run);
        }
        if (attempt < 0 || rank < 0) {
            throw new IllegalArgumentException("attempt and rank must be 0 or more: " + attempt + ", " + rank);
        }
    }

    /** The same at this time, ms since the epoch. */
    public Origin at(long otherTime) {
        return new Origin(run, attempt, rank, otherTime);
    }

    /** Whether a text may name a run. */
    public static boolean isRunId(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_RUN_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}
