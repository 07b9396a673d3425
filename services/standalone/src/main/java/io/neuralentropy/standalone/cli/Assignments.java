package io.neuralentropy.standalone.cli;

import io.neuralentropy.monitor.detectors.DetectorSetting;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads settings of the verdicts as people type them: {@code name=value}. */
final class Assignments {
    private Assignments() {}

    /**
     * The defaults with these settings; of two for one name the last counts.
     *
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    static DetectorSettings of(List<String> assignments) {
        Map<DetectorSetting, Double> values = new EnumMap<>(DetectorSetting.class);
        assignments.forEach(text -> put(text.strip(), values));
        return DetectorSettings.defaults().with(values);
    }

    private static void put(String text, Map<DetectorSetting, Double> values) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + text + "' is not NAME=VALUE, such as delta=0.02");
        }
        String name = text.substring(0, equals).strip();
        DetectorSetting setting = DetectorSetting.ofName(name);
        if (setting == null) {
            throw new IllegalArgumentException("there is no setting '" + name + "': " + instead(name));
        }
        values.put(setting, number(name, text.substring(equals + 1).strip()));
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " is a number, not '" + text + "'", notANumber);
        }
    }

    private static String instead(String name) {
        Set<String> names = Arrays.stream(DetectorSetting.values())
                .map(DetectorSetting::settingName)
                .collect(Collectors.toCollection(TreeSet::new));
        return Suggestion.nearest(name, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("they are " + String.join(", ", names));
    }
}
