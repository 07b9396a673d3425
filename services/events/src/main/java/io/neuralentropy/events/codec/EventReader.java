package io.neuralentropy.events.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import java.io.IOException;

/** Reads one event: common fields here, the rest by the {@link Body} of its type. Used once. */
final class EventReader {
    private final JsonFactory factory;
    private final byte[] value;
    private final Fault common = new Fault();
    private final Fault specific = new Fault();

    private long schema;
    private String type;
    private String run;
    private long time = -1;
    private int attempt;
    private int rank;

    private boolean bodySought;
    private Body body;

    EventReader(JsonFactory factory, byte[] value) {
        this.factory = factory;
        this.value = value;
    }

    /** @throws IOException when the bytes are not JSON */
    Decoded read(KeyCheck key) throws IOException {
        try (JsonParser parser = factory.createParser(value)) {
            JsonToken start = parser.nextToken();
            if (start == null) {
                return new Decoded.Refused(Reason.MALFORMED_JSON, "the value is empty");
            }
            JsonIn in = new JsonIn(parser);
            if (start == JsonToken.START_OBJECT) {
                fields(in);
            } else {
                parser.skipChildren();
                common.note(Reason.WRONG_TYPE, "the value must be one JSON object");
            }
            if (parser.nextToken() != null) {
                return new Decoded.Refused(Reason.MALFORMED_JSON, "more than one JSON value");
            }
            return conclude(in, key);
        }
    }

    private void fields(JsonIn in) throws IOException {
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            in.noteIn(common);
            switch (field) {
                case "schema" -> schema = in.integer(field, 1);
                case "type" -> type = in.text(field);
                case "run" -> run = run(in, field);
                case "time" -> time = in.integer(field, 0);
                case "attempt" -> attempt = (int) in.integer(field, 0, Integer.MAX_VALUE);
                case "rank" -> rank = (int) in.integer(field, 0, Integer.MAX_VALUE);
                default -> further(in, field);
            }
        }
        in.noteIn(common);
        Shapes.require(in, "schema", schema != 0);
        Shapes.require(in, "type", type != null);
        Shapes.require(in, "run", run != null);
        Shapes.require(in, "time", time != -1);
    }

    private static String run(JsonIn in, String field) throws IOException {
        String run = in.text(field);
        if (run == null || Origin.isRunId(run)) {
            return run;
        }
        in.outOfRange(field, "must be 1 to " + Origin.MAX_RUN_LENGTH + " of A-Z a-z 0-9 . _ -");
        return null;
    }

    private void further(JsonIn in, String field) throws IOException {
        if (!bodySought) {
            bodySought = true;
            body = Body.of(type != null ? type : typeFurtherOn());
        }
        if (body == null) {
            in.skip();
        } else {
            in.noteIn(specific);
            body.read(field, in);
        }
    }

    /** Senders that put {@code type} first cost one pass; for the others it is looked up by a second parser. */
    private String typeFurtherOn() throws IOException {
        try (JsonParser scan = factory.createParser(value)) {
            scan.nextToken();
            for (String name = scan.nextFieldName(); name != null; name = scan.nextFieldName()) {
                JsonToken token = scan.nextToken();
                if (name.equals("type") && token == JsonToken.VALUE_STRING) {
                    return scan.getText();
                }
                scan.skipChildren();
            }
            return null;
        }
    }

    private Decoded conclude(JsonIn in, KeyCheck key) {
        if (common.isNoted()) {
            return common.refusal(run);
        }
        if (schema > EventCodec.SCHEMA) {
            return new Decoded.Refused(
                    Reason.UNSUPPORTED_SCHEMA,
                    "schema is higher than " + EventCodec.SCHEMA + ", which is known here",
                    run);
        }
        if (!key.fits(run)) {
            return new Decoded.Refused(Reason.KEY_MISMATCH, "the record's key must be the run's id", run);
        }
        if (!bodySought) {
            body = Body.of(type);
        }
        if (body == null) {
            return new Decoded.UnknownType(type);
        }
        in.noteIn(specific);
        if (!specific.isNoted()) {
            body.check(in);
        }
        return specific.isNoted()
                ? specific.refusal(run)
                : accepted(body.build(new Origin(run, attempt, rank, time)), in.unknownFields());
    }

    private static Decoded accepted(Event event, UnknownFields unknown) {
        return unknown == null
                ? new Decoded.Accepted(event)
                : new Decoded.Accepted(event, unknown.likeKnownOnes(event.type()));
    }

    /** Whether the key of the record goes with the run of the event. */
    interface KeyCheck {
        boolean fits(String run);
    }
}
