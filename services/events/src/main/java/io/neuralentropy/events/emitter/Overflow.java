package io.neuralentropy.events.emitter;

import io.neuralentropy.events.Event;

/**
 * What happens to an event that does not fit into the buffer or that Kafka will not take.
 *
 * <p>Called by the training thread too: must neither block nor throw.
 */
interface Overflow {

    /**
     * Takes an event off the emitter's hands.
     *
     * @param event may be null, where that is what the caller emitted
     * @param why in a few words, for the log
     */
    void accept(Event event, String why);

    /** Events given up so far. */
    long dropped();
}
