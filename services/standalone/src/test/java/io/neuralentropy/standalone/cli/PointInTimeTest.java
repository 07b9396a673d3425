package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PointInTimeTest {
    @Test
    void isAnInstant() {
        assertEquals(Instant.ofEpochSecond(1_769_860_800), new PointInTime().convert("2026-01-31T12:00:00Z"));
    }

    @Test
    void isASpanBeforeNow() {
        Instant before = Instant.now().minus(Duration.ofHours(24));
        Instant converted = new PointInTime().convert("24h");
        assertFalse(converted.isBefore(before));
        assertFalse(converted.isAfter(Instant.now().minus(Duration.ofHours(24))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-01-31", "24"})
    void isNothingElse(String text) {
        assertThrows(TypeConversionException.class, () -> new PointInTime().convert(text));
    }
}
