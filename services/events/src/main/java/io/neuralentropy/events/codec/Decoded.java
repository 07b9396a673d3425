package io.neuralentropy.events.codec;

import io.neuralentropy.events.Event;
import java.util.List;

/** What became of the bytes of one record: an event, a type that this version does not know, or a refusal. */
public sealed interface Decoded {

    /**
     * A valid event.
     *
     * @param ignored fields that its type does not have and whose names look like ones of the protocol: at most
     *     {@value UnknownFields#MOST_REPORTED}
     */
    record Accepted(Event event, List<IgnoredField> ignored) implements Decoded {
        public Accepted {
            ignored = List.copyOf(ignored);
        }

        /** A valid event without such fields. */
        public Accepted(Event event) {
            this(event, List.of());
        }
    }

    /** Well-formed, of this schema, but of a type that a later minor version may know: counted and skipped. */
    record UnknownType(String type) implements Decoded {}

    /**
     * For the dead-letter topic.
     *
     * @param reason the kind of fault, a bounded set: it becomes a metric label
     * @param detail which field and what is expected of it; never text of the payload
     * @param run the run that the event says it is of, a valid id; null where that cannot be read
     */
    record Refused(Reason reason, String detail, String run) implements Decoded {
        /** One of which no run can be read. */
        public Refused(Reason reason, String detail) {
            this(reason, detail, null);
        }
    }
}
