package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.monitor.run.Intake;

/**
 * Counts what comes in and what becomes of it. Per record read: {@code records = events + rerouted + skipped},
 * and {@code events = accepted events + unknown types + dead letters}. Per step identity:
 * {@code received = accepted + duplicate + superseded}; an event that only adds to known steps brings none.
 *
 * <p>An event in a partition that does not own its run counts as rerouted there, and as an event only where it is read again, from
 * the topic of rerouted events: once in all. Records that are no event are refused where they are, so over all partitions and once
 * all is read, {@code events} is the number of records in the topic of events.
 *
 * <p>Implementations must be thread-safe, cheap, and never throw.
 */
public interface IntakeMeters {
    /** Counts nothing. */
    IntakeMeters NONE = new IntakeMeters() {};

    /** The {@code type} of an event whose type this version does not know. */
    String UNKNOWN_TYPE = "unknown";

    /** The {@code type} of a record that is no event. */
    String REFUSED_TYPE = "refused";

    /** The {@code reason} of dead letters of runs over the bound, beside {@link Reason#label}. */
    String TOO_MANY_RUNS = "too-many-runs";

    /** The {@code reason} of dead letters of attempts that have expired. */
    String EXPIRED_RUN = "expired-run";

    /** The {@code reason} of dead letters of steps far beyond what their run has reached or planned. */
    String IMPLAUSIBLE_STEP = "implausible-step";

    /** The {@code reason} of dead letters that were rerouted and yet are in a partition that does not own their run. */
    String WRONG_PARTITION = "wrong-partition";

    /** The {@code reason} of dead letters of records that a processor failed at, twice. */
    String FAILED = "failed";

    /** A record was read, and not rerouted: of a known type, {@link #UNKNOWN_TYPE} or {@link #REFUSED_TYPE}. */
    default void event(String type) {}

    /** A record went to the dead-letter topic. */
    default void deadLetter(String reason) {}

    /** Steps were decided on. */
    default void steps(Intake intake) {}

    /** A run was refused because there are too many. */
    default void refusedRun() {}

    /** A run has left because nothing came for long. */
    default void expiredRun() {}

    /** Something other than taking a record failed for one run. */
    default void runFault() {}

    /** A record of a run was left out of the storage law of its group because there are too many. */
    default void refusedGroupRun() {}

    /** A run was not written because the record that is there knows more. */
    default void withheldRun() {}

    /** An event was sent on to the partition that owns its run. */
    default void rerouted() {}

    /** A record of a topic that only the monitor writes was passed over: it is none of this application's. */
    default void skipped(String topic) {}

    /** A snapshot was published, this long after the oldest event new in it had {@linkplain ArrivalTime come}. */
    default void published(double seconds) {}
}
