package io.neuralentropy.standalone.cli;

import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.Resources;
import io.neuralentropy.monitor.topology.GroupBounds;
import io.neuralentropy.monitor.topology.TopologySettings;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How many runs a monitor keeps for how long, and what it may take of the machine. */
final class LimitOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--max-runs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Runs that this instance keeps; events of further ones are refused (default:"
                    + " ${DEFAULT-VALUE}).")
    private int maxRuns;

    @Option(
            names = "--max-groups",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Groups of runs that each partition keeps a storage law for; runs of further ones are left out"
                            + " of it (default: ${DEFAULT-VALUE}).")
    private int maxGroups;

    @Option(
            names = "--max-group-runs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Runs that the storage law of a group is fitted to; further ones are left out of it (default:"
                    + " ${DEFAULT-VALUE}).")
    private int maxGroupRuns;

    @Option(
            names = "--retain-finished",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = TimeSpan.class,
            description = "How long after its last event a finished run stays in state and metrics; the API answers for"
                    + " it for good (default: ${DEFAULT-VALUE}).")
    private Duration retainFinished;

    @Option(
            names = "--retain-silent",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = TimeSpan.class,
            description = "How long after its last event any other run does (default: ${DEFAULT-VALUE}).")
    private Duration retainSilent;

    @Option(
            names = "--run-metrics-interval",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = TimeSpan.class,
            description = "How often a changed run is written to the topic neural-entropy.run-metrics, at most; its"
                    + " curve every sixth time; both at once when it ends (default: ${DEFAULT-VALUE}).")
    private Duration metricsInterval;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that process events; more than the topic has partitions are idle (default:"
                    + " ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            defaultValue = "0",
            description = "Copies of the state that other instances keep ready, to take over at once (default:"
                    + " ${DEFAULT-VALUE}).")
    private int standbys;

    @Option(
            names = "--state-memory",
            paramLabel = "MIB",
            defaultValue = "" + Resources.DEFAULT_STATE_MEBIBYTES,
            description = "Memory of the state on disk in all, in mebibytes; used with --state-dir (default:"
                    + " ${DEFAULT-VALUE}).")
    private int stateMemory;

    @Option(
            names = "--archive-memory",
            paramLabel = "MIB",
            defaultValue = "" + Resources.DEFAULT_ARCHIVE_MEBIBYTES,
            description = "Memory for runs that other instances own or that have left, in mebibytes; beyond it the API"
                    + " forgets those that were not written for longest (default: ${DEFAULT-VALUE}).")
    private int archiveMemory;

    MonitorSettings applyTo(MonitorSettings settings) {
        try {
            TopologySettings topology = settings.topology()
                    .maxRuns(maxRuns)
                    .groups(new GroupBounds(maxGroups, maxGroupRuns))
                    .retain(retainFinished, retainSilent)
                    .metricsInterval(metricsInterval);
            return settings.topology(topology)
                    .resources(Resources.ofMebibytes(threads, standbys, stateMemory, archiveMemory));
        } catch (IllegalArgumentException outOfRange) {
            throw new ParameterException(command.commandLine(), outOfRange.getMessage(), outOfRange);
        }
    }
}
