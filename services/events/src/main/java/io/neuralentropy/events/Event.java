package io.neuralentropy.events;

/** One event of a training run: the value of one record on the topic {@code neural-entropy.events}. Immutable. */
public sealed interface Event permits RunStarted, Step, Steps, Checkpoint, Evaluation, RunPaused, RunFinished {

    /** Which run, attempt and rank speaks, and when. */
    Origin origin();

    /** The protocol's name of this kind of event. */
    EventType type();

    /** The same event, said at this time, ms since the epoch. */
    Event at(long time);

    /** The run's id, also the record's key: a run stays in order in one partition. */
    default String run() {
        return origin().run();
    }
}
