package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({"5s, PT5S", "30m, PT30M", "24h, PT24H", "30d, PT720H", "' 1 d ', PT24H"})
    void isANumberAndItsUnit(String text, Duration span) {
        assertEquals(span, new TimeSpan().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "h", "0s", "-1h", "1.5h", "5w", "99999999999s"})
    void isNothingElse(String text) {
        assertThrows(TypeConversionException.class, () -> new TimeSpan().convert(text));
    }
}
