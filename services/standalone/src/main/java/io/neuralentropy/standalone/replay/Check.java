package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import java.util.ArrayList;
import java.util.List;

/** What the monitor will say of the lines: counts those that it will refuse and keeps the first few. */
public final class Check {
    private static final int SHOWN = 10;

    private final EventCodec codec = new EventCodec();
    private final List<String> faults = new ArrayList<>();
    private long refused;

    /** Whether the monitor will take the line. */
    boolean accepts(Line line) {
        Decoded decoded = codec.decode(line.bytes());
        if (decoded instanceof Decoded.Refused) {
            Decoded.Refused fault = (Decoded.Refused) decoded;
            note(line, fault.reason().label() + ": " + fault.detail());
            return false;
        }
        return true;
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
