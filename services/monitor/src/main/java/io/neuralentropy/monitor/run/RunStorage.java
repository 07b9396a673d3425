package io.neuralentropy.monitor.run;

/**
 * Where the records of one run are kept. What a run needs for its next event is on the heap; the rest it reads from here when it is
 * asked for.
 */
public interface RunStorage {
    /** The bytes of a record; null where there is none. */
    byte[] get(RecordKey key);

    /** Keeps a record, or removes it where {@code bytes} is null. */
    void put(RecordKey key, byte[] bytes);

    /** Gives every record of a kind whose index lies in [from, to] to the visitor, in ascending order of the index. */
    void scan(RecordKey.Kind kind, long from, long to, Visitor visitor);

    /** The bytes of the record of a kind with the highest index in [from, to]; null where there is none. */
    byte[] last(RecordKey.Kind kind, long from, long to);

    /** The storage is closed: the run has left this instance. */
    final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ClosedException(Throwable cause) {
            super(cause);
        }
    }

    /** Takes records one by one. */
    @FunctionalInterface
    interface Visitor {
        void visit(long index, byte[] bytes);
    }
}
