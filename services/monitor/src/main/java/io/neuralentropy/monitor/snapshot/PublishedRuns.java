package io.neuralentropy.monitor.snapshot;

/**
 * What the topics of run metrics and run curves hold of each run, whoever wrote it, so that nobody replaces a record by one
 * that knows less. Safe to read from any thread.
 */
public interface PublishedRuns {
    /** Empty topics. */
    PublishedRuns NONE = new PublishedRuns() {
        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public PublishedRun published(String run) {
            return PublishedRun.NONE;
        }
    };

    /** Whether all is known that was there when this process started. */
    boolean isComplete();

    /** One run; {@link PublishedRun#NONE} where nothing is there. */
    PublishedRun published(String run);
}
