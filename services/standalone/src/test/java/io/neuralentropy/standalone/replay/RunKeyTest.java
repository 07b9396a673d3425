package io.neuralentropy.standalone.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunKeyTest {

    private static String key(String line) {
        return RunKey.of(line.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"run\":\"a\"}",
                "{\"type\":\"step\",\"x\":{\"run\":\"b\"},\"y\":[{\"run\":\"c\"}],\"run\":\"a\",\"step\":-1}",
                "{\"run\":\"a\", and then junk",
                " {\"run\" : \"\\u0061\"} "
            })
    void isTheLinesOwnRun(String line) {
        assertEquals("a", key(line));
    }

    @Test
    void mayBeNoValidId() {
        assertEquals("no id", key("{\"run\":\"no id\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "junk",
                "[\"run\",\"a\"]",
                "\"run\"",
                "{\"run\":5}",
                "{\"run\":\"\"}",
                "{\"x\":{\"run\":\"a\"}}",
                "{"
            })
    void isUnknownWhereTheLineNamesNone(String line) {
        assertNull(key(line));
    }

    @Test
    void isUnknownWhereItIsAbsurdlyLong() {
        assertNull(key("{\"run\":\"" + "a".repeat(257) + "\"}"));
    }
}
