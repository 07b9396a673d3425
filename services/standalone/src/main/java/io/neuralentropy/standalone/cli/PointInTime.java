package io.neuralentropy.standalone.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: {@code 2026-01-31T12:00:00Z}, or a span before now, {@code 2h}. */
final class PointInTime implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException noInstant) {
            return beforeNow(text);
        }
    }

    private static Instant beforeNow(String text) {
        try {
            return Instant.now().minus(new TimeSpan().convert(text));
        } catch (TypeConversionException noSpan) {
            throw new TypeConversionException("'" + text
                    + "' is no point in time: give one such as 2026-01-31T12:00:00Z, or how long ago, such as 24h");
        }
    }
}
