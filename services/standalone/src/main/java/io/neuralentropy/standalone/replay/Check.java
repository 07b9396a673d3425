package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.codec.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the monitor will say of the lines: counts those that it will refuse and keeps the first few. */
public final class Check {
    private static final int SHOWN = 10;

    private final EventCodec codec = new EventCodec();
    private final List<String> faults = new ArrayList<>();
    private long refused;

    /** Whether the monitor will take the line. */
    boolean accepts(Line line) {
        return !(decode(line) instanceof Decoded.Refused);
    }

    /** The event that the monitor will take; empty where it refuses the line or skips its type. */
    Optional<Event> event(Line line) {
        if (line.isTooLong()) {
            note(line, Reason.TOO_LARGE.label() + ": it has " + line.length() + " bytes");
            return Optional.empty();
        }
        return decode(line) instanceof Decoded.Accepted accepted ? Optional.of(accepted.event()) : Optional.empty();
    }

    private Decoded decode(Line line) {
        Decoded decoded = codec.decode(line.bytes());
        if (decoded instanceof Decoded.Refused fault) {
            note(line, fault.reason().label() + ": " + fault.detail());
        }
        return decoded;
    }

    private void note(Line line, String why) {
        refused++;
        if (faults.size() < SHOWN) {
            faults.add("line " + line.number() + ": " + why);
        }
    }

    /** Lines that the monitor will refuse. */
    public long refused() {
        return refused;
    }

    /** The first of them, with their numbers and what is wrong. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
