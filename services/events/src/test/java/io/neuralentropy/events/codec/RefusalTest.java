package io.neuralentropy.events.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.neuralentropy.events.schema.Schemas;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private static final Schemas SCHEMAS = new Schemas();
    private static final String STEP = Json.step("\"step\":1");

    private final EventCodec codec = new EventCodec();

    private Decoded decode(String json) {
        return codec.decode(json.getBytes(UTF_8));
    }

    private Decoded.Refused refused(String json) {
        return assertInstanceOf(Decoded.Refused.class, decode(json), json);
    }

    static List<BadEvent> badEvents() {
        return BadEvent.all();
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void codecAndSchemaRefuse(BadEvent bad) {
        assertEquals(
                bad.reason(),
                refused(bad.json()).reason(),
                () -> refused(bad.json()).detail());
        assertEquals(
                bad.bySchema(),
                !SCHEMAS.validate(bad.type(), bad.json()).isEmpty(),
                "whether JSON Schema can tell, too");
    }

    @Test
    void theRunIsNamedWhereItCanBeRead() {
        assertEquals("r", refused(Json.step("\"step\":0")).run());
        assertEquals("r", refused(Json.step("\"step\":1,\"loss\":\"low\"")).run());
        assertEquals(
                "r",
                refused("{\"schema\":2,\"type\":\"step\",\"run\":\"r\",\"time\":1}")
                        .run());
        assertEquals(
                "r", refused("{\"schema\":1,\"type\":\"step\",\"run\":\"r\"}").run());
        Decoded otherKey = codec.decode("other".getBytes(UTF_8), STEP.getBytes(UTF_8));
        assertEquals("r", assertInstanceOf(Decoded.Refused.class, otherKey).run());
        assertNull(
                refused("{\"schema\":1,\"type\":\"step\",\"run\":\"a b\",\"time\":1}")
                        .run(),
                "no valid id");
        assertNull(
                refused("{\"schema\":1,\"type\":\"step\",\"run\":7,\"time\":1}").run());
        assertNull(refused("{").run());
    }

    @Nested
    class MalformedIs {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "\n",
                    "hello",
                    "{",
                    "{}}",
                    "{\"schema\":1",
                    "{\"schema\":1,}",
                    "{schema:1}",
                    "{'schema':1}",
                    "{\"a\":01}",
                    "{\"a\":.5}",
                    "{\"a\":1.}",
                    "{\"a\":0x10}",
                    "{\"a\":nan}",
                    "{\"a\":\"\t\"}",
                    "{\"a\":\"\\x\"}",
                    "{\"a\":1}//",
                    "[1,2",
                    "[] []"
                })
        void whatIsNotOneJsonValue(String text) {
            assertEquals(Reason.MALFORMED_JSON, refused(text).reason());
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "{}", "1", "null", "]", "}", ","})
        void whatHasSomethingAfterTheObject(String rest) {
            assertEquals(Reason.MALFORMED_JSON, refused(STEP + rest).reason());
            assertEquals(Reason.MALFORMED_JSON, refused(STEP + "\n" + rest).reason());
        }

        @Test
        void aTombstone() {
            assertEquals(
                    Reason.MALFORMED_JSON,
                    assertInstanceOf(Decoded.Refused.class, codec.decode("r".getBytes(UTF_8), null))
                            .reason());
        }

        @Test
        void aNameSaidTwice() {
            assertEquals(
                    Reason.MALFORMED_JSON,
                    refused(Json.step("\"step\":1,\"step\":2")).reason());
            assertEquals(
                    Reason.MALFORMED_JSON,
                    refused(Json.step("\"step\":1,\"neuralEntropy\":{\"mean\":1,\"mean\":1,\"count\":1}"))
                            .reason());
        }

        @Test
        void whatIsNotUtf8() {
            String text = Json.step("\"step\":1,\"note\":\"é\"");
            byte[] overlong = text.replace("é", "xx").getBytes(UTF_8);
            overlong[overlong.length - 4] = (byte) 0xC0;
            overlong[overlong.length - 3] = (byte) 0x80;
            for (byte[] value : List.of(text.getBytes(ISO_8859_1), text.getBytes(UTF_16), overlong)) {
                assertEquals(
                        Reason.MALFORMED_JSON,
                        assertInstanceOf(Decoded.Refused.class, codec.decode(value))
                                .reason());
            }
        }

        @Test
        void whatIsNestedTooDeep() {
            assertInstanceOf(Decoded.Accepted.class, decode(Json.step("\"step\":1,\"x\":" + nested(60))));
            assertEquals(
                    Reason.MALFORMED_JSON,
                    refused(Json.step("\"step\":1,\"x\":" + nested(65))).reason());
            assertEquals(Reason.MALFORMED_JSON, refused("[".repeat(30_000)).reason());
        }

        private static String nested(int depth) {
            return "[".repeat(depth) + "]".repeat(depth);
        }
    }

    @Test
    void sizeCountsBeforeAnythingElse() {
        String fits = Json.step("\"step\":1,\"pad\":\"\"");
        int room = EventCodec.MAX_BYTES - fits.length();
        assertInstanceOf(Decoded.Accepted.class, decode(fits.replace("\"\"", '"' + "x".repeat(room) + '"')));
        assertEquals(
                Reason.TOO_LARGE,
                refused(fits.replace("\"\"", '"' + "x".repeat(room + 1) + '"')).reason());
        assertEquals(
                Reason.TOO_LARGE, refused("x".repeat(EventCodec.MAX_BYTES + 1)).reason());
    }

    @Test
    void aKeyMustBeTheRun() {
        byte[] value = STEP.getBytes(UTF_8);
        assertInstanceOf(Decoded.Accepted.class, codec.decode("r".getBytes(UTF_8), value));
        for (byte[] key : new byte[][] {null, {}, "R".getBytes(UTF_8), "rr".getBytes(UTF_8), {(byte) 0xff}}) {
            assertEquals(
                    Reason.KEY_MISMATCH,
                    assertInstanceOf(Decoded.Refused.class, codec.decode(key, value))
                            .reason());
        }
    }

    @Nested
    class AnUnknownType {
        @Test
        void isNamedAndSkippedWhateverItsFieldsHold() {
            assertEquals(
                    new Decoded.UnknownType("step.layer"),
                    decode(Json.event("step.layer", "\"step\":\"x\",\"neuralEntropy\":5")));
            assertEquals(
                    new Decoded.UnknownType("Step"),
                    decode("{\"step\":\"x\",\"run\":\"r\",\"time\":1,\"schema\":1,\"type\":\"Step\"}"));
        }

        @Test
        void isRefusedWhenWhatEveryEventHasIsWrong() {
            assertEquals(
                    Reason.MISSING_FIELD,
                    refused("{\"schema\":1,\"type\":\"new\",\"run\":\"r\"}").reason());
            assertEquals(
                    Reason.UNSUPPORTED_SCHEMA,
                    refused(Json.event("new", "").replace("\"schema\":1", "\"schema\":2"))
                            .reason());
        }
    }

    @Nested
    class OfSeveralFaults {
        @Test
        void syntaxGoesFirst() {
            assertEquals(
                    Reason.MALFORMED_JSON,
                    refused(STEP.replace("\"step\":1", "\"step\":\"x\"") + "}").reason());
        }

        @Test
        void commonFieldsGoBeforeTheSchemasNumber() {
            String both = STEP.replace("\"schema\":1", "\"schema\":2").replace("\"time\":1", "\"time\":-1");
            assertEquals(Reason.OUT_OF_RANGE, refused(both).reason());
        }

        @Test
        void theSchemasNumberGoesBeforeFieldsOfTheType() {
            String both = Json.step("\"step\":-1").replace("\"schema\":1", "\"schema\":2");
            assertEquals(Reason.UNSUPPORTED_SCHEMA, refused(both).reason());
        }

        @Test
        void theReasonDoesNotDependOnWhereTheTypeStands() {
            assertEquals(
                    refused("{\"type\":\"step\",\"step\":-1,\"loss\":{},\"schema\":1,\"run\":\"r\",\"time\":1}"),
                    refused("{\"step\":-1,\"loss\":{},\"schema\":1,\"run\":\"r\",\"time\":1,\"type\":\"step\"}"));
        }
    }

    @Test
    void theDetailNamesTheFieldAndNeverQuotesTheValue() {
        assertEquals(
                "step must be an integer",
                refused(Json.step("\"step\":\"secret\"")).detail());
        assertEquals(
                "neuralEntropy.count is required",
                refused(Json.step("\"step\":1,\"neuralEntropy\":{\"mean\":1}")).detail());
        assertEquals(
                "layerEntropy must be a number",
                refused(Json.step("\"step\":1,\"layerEntropy\":{\"secret\":\"secret\"}"))
                        .detail());
        assertFalse(refused("{\"schema\":secret}").detail().contains("secret"));
        assertFalse(refused("{\"secret\":1,\"secret\":1}").detail().contains("secret"));
    }
}
