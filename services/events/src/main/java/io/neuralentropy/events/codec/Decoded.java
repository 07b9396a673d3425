package io.neuralentropy.events.codec;

import io.neuralentropy.events.Event;

/** What became of the bytes of one record: an event, a type that this version does not know, or a refusal. */
public sealed interface Decoded {

    /** A valid event. */
    record Accepted(Event event) implements Decoded {}

    /** Well-formed, of this schema, but of a type that a later minor version may know: counted and skipped. */
    record UnknownType(String type) implements Decoded {}

    /**
     * For the dead-letter topic.
     *
     * @param reason the kind of fault, a bounded set: it becomes a metric label
     * @param detail which field and what is expected of it; never text of the payload
     */
    record Refused(Reason reason, String detail) implements Decoded {}
}
