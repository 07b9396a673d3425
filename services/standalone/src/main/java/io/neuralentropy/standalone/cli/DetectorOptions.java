package io.neuralentropy.standalone.cli;

import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The thresholds of the verdicts on runs. */
final class DetectorOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            split = ",",
            description =
                    "A setting of the verdicts, such as delta=0.02; several are separated by commas or given one by"
                            + " one (default: as in docs/detectors.md, which lists them).")
    private List<String> assignments = new ArrayList<>();

    MonitorSettings applyTo(MonitorSettings settings) {
        return settings.topology(settings.topology().detectors(settings()));
    }

    /** The defaults with what was set. */
    DetectorSettings settings() {
        try {
            return Assignments.of(assignments);
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(command.commandLine(), "--set: " + mistake.getMessage(), mistake);
        }
    }

    /** As it was given; empty where nothing was. */
    String text() {
        return String.join(" ", assignments);
    }
}
