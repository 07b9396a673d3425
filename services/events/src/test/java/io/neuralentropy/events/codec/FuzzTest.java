package io.neuralentropy.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Ten thousand events that went through a bad network and worse clients. */
class FuzzTest {
    private static final int EVENTS = 10_000;
    private static final long SEED = 20261124;

    private static final List<String> VALUES = List.of(
            "1e999",
            "-1e999",
            "9".repeat(400),
            "-" + "9".repeat(20_000),
            "0." + "0".repeat(5_000) + "1",
            "1e-400",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1E+2147483648",
            "-0",
            "null",
            "true",
            "\"NaN\"",
            "NaN",
            "+INF",
            "-Infinity",
            "\"\\ud800\"",
            "\"" + "x".repeat(300) + "\"",
            "{}",
            "[]",
            "[null]",
            "[[1],{\"a\":[1]}]",
            "{\"mean\":1,\"count\":1}",
            "{\"count\":[1],\"neural\":[\"NaN\"]}",
            "[".repeat(50) + "]".repeat(50),
            "[".repeat(5_000),
            "\"" + "x".repeat(70_000) + "\"",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40));

    private final Random random = new Random(SEED);
    private final RandomEvents events = new RandomEvents(SEED);
    private final EventCodec codec = new EventCodec();

    private final List<UnaryOperator<byte[]>> mutations = List.of(
            this::flipBytes,
            this::truncate,
            this::deleteField,
            this::replaceValue,
            this::replaceValue,
            this::renameField,
            this::repeatPart,
            this::insertByte,
            this::swapType,
            this::raiseSchema,
            value -> value);

    @Test
    void everyMutatedEventIsAccountedForAndNoneThrows() {
        int accepted = 0;
        int unknown = 0;
        Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        for (int i = 0; i < EVENTS; i++) {
            byte[] value = mutated();
            Decoded decoded = codec.decode(value);
            if (decoded instanceof Decoded.Accepted event) {
                accepted++;
                comesBackTheSame(event.event());
            } else if (decoded instanceof Decoded.UnknownType) {
                unknown++;
            } else if (decoded instanceof Decoded.Refused refusal) {
                refused.merge(refusal.reason(), 1, Integer::sum);
            }
            Decoded keyed = codec.decode("r".getBytes(UTF_8), value);
            assertTrue(decoded.getClass() == keyed.getClass() || keyed instanceof Decoded.Refused);
        }
        assertEquals(
                EVENTS,
                accepted + unknown + refused.values().stream().mapToInt(n -> n).sum());
        // the mutations reach every way out; without a key there is no mismatch
        assertTrue(accepted > EVENTS / 20, "accepted: " + accepted);
        assertTrue(unknown > 0, "unknown: " + unknown);
        assertEquals(Reason.values().length - 1, refused.size(), refused.toString());
    }

    private void comesBackTheSame(Event event) {
        byte[] again = codec.encode(event);
        if (again.length > EventCodec.MAX_BYTES) {
            return; // the sender had written it shorter
        }
        Event back = assertInstanceOf(Decoded.Accepted.class, codec.decode(again), () -> new String(again, UTF_8))
                .event();
        Same.assertSame(event, back, event.type().wireName());
        assertArrayEquals(again, codec.encode(back));
    }

    private byte[] mutated() {
        byte[] value = codec.encode(events.next());
        for (int i = 1 + random.nextInt(2); i > 0 && value.length > 0; i--) {
            value = mutations.get(random.nextInt(mutations.size())).apply(value);
        }
        return value;
    }

    private byte[] flipBytes(byte[] value) {
        byte[] flipped = value.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            flipped[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] truncate(byte[] value) {
        return Arrays.copyOf(value, random.nextInt(value.length));
    }

    private byte[] insertByte(byte[] value) {
        int at = random.nextInt(value.length);
        byte[] longer = new byte[value.length + 1];
        System.arraycopy(value, 0, longer, 0, at);
        longer[at] = (byte) random.nextInt(256);
        System.arraycopy(value, at, longer, at + 1, value.length - at);
        return longer;
    }

    private byte[] repeatPart(byte[] value) {
        String text = text(value);
        int from = random.nextInt(text.length());
        int to = from + random.nextInt(text.length() - from);
        return bytes(text.substring(0, to) + text.substring(from));
    }

    /** The name and value that begin after a random quote at the head of a field, up to the next comma. */
    private byte[] deleteField(byte[] value) {
        String text = text(value);
        int from = text.indexOf(",\"", random.nextInt(text.length()));
        int to = from < 0 ? -1 : text.indexOf(",\"", from + 1);
        return to < 0 ? value : bytes(text.substring(0, from) + text.substring(to));
    }

    private byte[] replaceValue(byte[] value) {
        String text = text(value);
        int from = text.indexOf("\":", random.nextInt(text.length()));
        if (from < 0) {
            return value;
        }
        int to = from + 2;
        while (to < text.length() && ",}]".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return bytes(text.substring(0, from + 2) + VALUES.get(random.nextInt(VALUES.size())) + text.substring(to));
    }

    private byte[] renameField(byte[] value) {
        String text = text(value);
        int at = text.indexOf("\":", random.nextInt(text.length()));
        return at < 0 ? value : bytes(text.substring(0, at) + "x" + text.substring(at));
    }

    /** Fields of one type under the name of another. */
    private byte[] swapType(byte[] value) {
        String type = List.of(
                        "run.started",
                        "step",
                        "steps",
                        "checkpoint",
                        "evaluation",
                        "run.paused",
                        "run.finished",
                        "layer")
                .get(random.nextInt(8));
        return bytes(text(value).replaceFirst("\"type\":\"[^\"]*\"", "\"type\":\"" + type + "\""));
    }

    private byte[] raiseSchema(byte[] value) {
        return bytes(text(value).replaceFirst("\"schema\":1", "\"schema\":" + random.nextInt(4)));
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
