package io.neuralentropy.bench.micro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.bench.Samples;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventCodec;
import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decoding and encoding, beside Jackson's tree of the same bytes. Bytes: the event's JSON. */
public class CodecBenchmark {

    /** What is read or written. */
    public enum Kind {
        STEP,
        STEP_WITH_PROFILE,
        STEPS_256,
        /** Half of a step: what a broken sender leaves. */
        JUNK
    }

    /** Bytes to read. */
    @State(Scope.Thread)
    public static class Input {
        @Param
        public Kind kind;

        final EventCodec codec = new EventCodec();
        final ObjectMapper mapper = new ObjectMapper();
        byte[] json;

        @Setup
        public void prepare() {
            byte[] whole = codec.encode(event(kind));
            json = kind == Kind.JUNK ? Arrays.copyOf(whole, whole.length / 2) : whole;
        }
    }

    /** An event to write. */
    @State(Scope.Thread)
    public static class Output {
        @Param({"STEP", "STEP_WITH_PROFILE", "STEPS_256"})
        public Kind kind;

        final EventCodec codec = new EventCodec();
        Event event;

        @Setup
        public void prepare() {
            event = event(kind);
        }
    }

    private static Event event(Kind kind) {
        Samples samples = new Samples("vpx-d9-s1");
        return switch (kind) {
            case STEP, JUNK -> samples.step(4096, 0);
            case STEP_WITH_PROFILE -> samples.stepWithProfile(4096);
            case STEPS_256 -> samples.steps(4096, 256, false);
        };
    }

    @Benchmark
    public Object decode(Input input, Amount amount) {
        amount.add(input.json.length);
        return input.codec.decode(input.json);
    }

    /** The comparison: no checks, no events, a tree of generic nodes. */
    @Benchmark
    public Object decodeByTree(Input input, Amount amount) throws IOException {
        amount.add(input.json.length);
        try {
            return input.mapper.readTree(input.json);
        } catch (JsonProcessingException junk) {
            return junk;
        }
    }

    @Benchmark
    public Object encode(Output output, Amount amount) {
        byte[] json = output.codec.encode(output.event);
        amount.add(json.length);
        return json;
    }
}
