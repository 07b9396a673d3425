package io.neuralentropy.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.schema.Schemas;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    private static final int EVENTS_PER_TYPE = 400;
    private static final Schemas SCHEMAS = new Schemas();

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyEventFitsItsSchemaAndComesBackTheSame(EventType type) {
        RandomEvents events = new RandomEvents(17 + type.ordinal());
        int small = 0;
        for (int i = 0; i < EVENTS_PER_TYPE; i++) {
            Event event = events.next(type);
            byte[] value = codec.encode(event);
            if (value.length > EventCodec.MAX_BYTES) {
                continue;
            }
            small++;
            String json = new String(value, UTF_8);
            assertEquals(List.of(), SCHEMAS.validate(type, json), json);
            Event back = assertInstanceOf(
                            Decoded.Accepted.class, codec.decode(event.run().getBytes(UTF_8), value), json)
                    .event();
            Same.assertSame(event, back, type.wireName());
            assertArrayEquals(value, codec.encode(back));
        }
        assertTrue(small > EVENTS_PER_TYPE / 2, "most events are small enough: " + small);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void anEventAtAnotherTimeIsElseTheSame(EventType type) {
        Event event = new RandomEvents(17).next(type);
        Event later = event.at(event.origin().time() + 1);
        assertEquals(event.origin().time() + 1, later.origin().time());
        Same.assertSame(event, later.at(event.origin().time()), type.wireName());
    }
}
