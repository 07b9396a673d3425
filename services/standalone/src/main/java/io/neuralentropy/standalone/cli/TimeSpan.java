package io.neuralentropy.standalone.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time: a whole number and its unit, {@code 5s}, {@code 30m}, {@code 24h}, {@code 30d}. */
final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    @Override
    public Duration convert(String text) {
        Matcher match = FORM.matcher(text.strip());
        if (match.matches() && Long.parseLong(match.group(1)) > 0) {
            return UNITS.get(match.group(2)).multipliedBy(Long.parseLong(match.group(1)));
        }
        throw new TypeConversionException(
                "'" + text + "' is no span of time: give a number above 0 and s, m, h or d, such as 24h");
    }
}
