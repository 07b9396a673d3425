package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.monitor.run.Intake;

/**
 * Counts what comes in and what becomes of it. Per record: {@code events = accepted events + unknown types + dead letters}.
 * Per step identity: {@code received = accepted + duplicate + superseded}.
 *
 * <p>Implementations must be thread-safe, cheap, and never throw.
 */
public interface IntakeMeters {
    /** Counts nothing. */
    IntakeMeters NONE = new IntakeMeters() {
        @Override
        public void event(String type) {}

        @Override
        public void deadLetter(String reason) {}

        @Override
        public void steps(Intake intake) {}

        @Override
        public void refusedRun() {}

        @Override
        public void expiredRun() {}

        @Override
        public void refusedGroupRun() {}

        @Override
        public void published(double seconds) {}
    };

    /** The {@code type} of an event whose type this version does not know. */
    String UNKNOWN_TYPE = "unknown";

    /** The {@code type} of a record that is no event. */
    String REFUSED_TYPE = "refused";

    /** The {@code reason} of dead letters of runs over the bound, beside {@link Reason#label}. */
    String TOO_MANY_RUNS = "too-many-runs";

    /** The {@code reason} of dead letters of attempts that have expired. */
    String EXPIRED_RUN = "expired-run";

    /** The {@code reason} of dead letters of records that a processor failed at, twice. */
    String FAILED = "failed";

    /** A record was read: of a known type, {@link #UNKNOWN_TYPE} or {@link #REFUSED_TYPE}. */
    void event(String type);

    /** A record went to the dead-letter topic. */
    void deadLetter(String reason);

    /** Steps were decided on. */
    void steps(Intake intake);

    /** A run was refused because there are too many. */
    void refusedRun();

    /** A run has left because nothing came for long. */
    void expiredRun();

    /** A record of a run was left out of the storage law of its group because there are too many. */
    void refusedGroupRun();

    /** A snapshot was published, this long after the oldest event new in it was written to Kafka. */
    void published(double seconds);
}
