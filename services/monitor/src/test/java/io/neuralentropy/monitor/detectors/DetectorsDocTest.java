package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/detectors.md says what the code does. {@code -Ddetectors.write=true} writes its tables; the calibration takes ten minutes on
 * two free cores ({@code -Dcalibration.runs=400}).
 */
class DetectorsDocTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "detectors.md");
    private static final boolean WRITE = Boolean.getBoolean("detectors.write");

    @Test
    void settingsAreThoseOfTheCode() throws IOException {
        String table = "| setting | default | range | effect |\n|---|---|---|---|\n"
                + Stream.of(DetectorSetting.values())
                        .map(s -> "| `" + s.settingName() + "` | " + number(s.defaultValue()) + " | " + number(s.low())
                                + " to " + number(s.high()) + " | " + s.effect() + " |\n")
                        .collect(Collectors.joining());
        if (WRITE) {
            write("settings", table);
        }
        assertEquals(table, section("settings"), "write it with -Ddetectors.write=true");
    }

    private static String number(double value) {
        for (int whole = 3; whole <= 32; whole++) {
            if (value < 1 && Math.abs(value * whole - Math.rint(value * whole)) < 1e-12 && value * 1000 % 1 > 1e-9) {
                return Math.round(value * whole) + "/" + whole;
            }
        }
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    @Test
    void everyStateIsExplained() throws IOException {
        String page = Files.readString(PAGE);
        for (TrainingState state : TrainingState.values()) {
            assertTrue(page.contains("`" + state.wireName() + "`"), state.wireName());
        }
    }

    @Test
    void everyShapeIsInTheCalibrationAndNoneIsWorseThanSpecified() throws IOException {
        if (WRITE) {
            write("calibration", Calibration.text(Integer.getInteger("calibration.runs", 400), 1));
        }
        for (Shape shape : Shape.values()) {
            assertTrue(section("calibration").contains("| " + shape.title + " |"), shape.title);
        }
        assertFalse(section("calibration").contains("worse: "), "worse than specified, by more than chance");
    }

    private static String section(String name) throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(begin(page, name), end(page, name));
    }

    private static void write(String name, String text) throws IOException {
        String page = Files.readString(PAGE);
        Files.writeString(PAGE, page.substring(0, begin(page, name)) + text + page.substring(end(page, name)));
    }

    private static int begin(String page, String name) {
        String mark = "<!-- " + name + " -->\n";
        return page.indexOf(mark) + mark.length();
    }

    private static int end(String page, String name) {
        return page.indexOf("<!-- /" + name + " -->");
    }
}
