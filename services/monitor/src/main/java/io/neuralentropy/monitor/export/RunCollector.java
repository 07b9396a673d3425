package io.neuralentropy.monitor.export;

import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RollingProfile;
import io.neuralentropy.monitor.snapshot.Snapshots;
import io.neuralentropy.monitor.snapshot.TrainingState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/**
 * All per-run series, read from the snapshots at scrape time: every metric of a run in one scrape belongs to one moment.
 * Costs nothing between scrapes. A value that is unknown is left out, and so are whole metrics that no run has.
 */
public final class RunCollector implements MultiCollector {
    private final Snapshots snapshots;
    private final int maxRunsWithProfile;

    /** @param maxRunsWithProfile profiles are left out while more runs than this are live */
    public RunCollector(Snapshots snapshots, int maxRunsWithProfile) {
        this.snapshots = snapshots;
        this.maxRunsWithProfile = maxRunsWithProfile;
    }

    @Override
    public MetricSnapshots collect() {
        List<RunSnapshot> runs = snapshots.all();
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        if (runs.isEmpty()) {
            return metrics.build();
        }
        metrics.metricSnapshot(info(runs));
        metrics.metricSnapshot(states(runs));
        for (RunMetric metric : RunMetric.values()) {
            add(metrics, gauge(metric, runs));
        }
        if (runs.size() <= maxRunsWithProfile) {
            add(metrics, profile(runs));
        }
        return metrics.build();
    }

    private static void add(MetricSnapshots.Builder metrics, GaugeSnapshot gauge) {
        if (!gauge.getDataPoints().isEmpty()) {
            metrics.metricSnapshot(gauge);
        }
    }

    private static GaugeSnapshot gauge(RunMetric metric, List<RunSnapshot> runs) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.metricName()).help(metric.help());
        for (RunSnapshot run : runs) {
            double value = metric.of(run);
            if (!Double.isNaN(value)) {
                gauge.dataPoint(point(labels(run), value));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot states(List<RunSnapshot> runs) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(RunMetric.STATE).help(RunMetric.STATE_HELP);
        for (RunSnapshot run : runs) {
            for (TrainingState state : TrainingState.values()) {
                double value = run.standing().state() == state ? 1 : 0;
                gauge.dataPoint(point(labels(run).add("state", state.wireName()), value));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot profile(List<RunSnapshot> runs) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(RunMetric.PROFILE).help(RunMetric.PROFILE_HELP);
        for (RunSnapshot run : runs) {
            RollingProfile profile = run.profile();
            if (profile != null && profile.edges() != null) {
                for (int i = 0; i < profile.neural().length; i++) {
                    double nats = profile.neural()[i] * (profile.edges()[i + 1] - profile.edges()[i]);
                    if (!Double.isNaN(nats)) {
                        gauge.dataPoint(point(labels(run).add("bin", bin(i)), nats));
                    }
                }
            }
        }
        return gauge.build();
    }

    private static String bin(int i) {
        return String.format("%03d", i);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    private static Labels labels(RunSnapshot run) {
        return Labels.of("group", group(run), "run", run.run());
    }

    private static String group(RunSnapshot run) {
        return run.about() == null ? "" : text(run.about().group());
    }

    private static InfoSnapshot info(List<RunSnapshot> runs) {
        InfoSnapshot.Builder info = InfoSnapshot.builder().name(RunMetric.INFO).help(RunMetric.INFO_HELP);
        for (RunSnapshot run : runs) {
            info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(describe(run))
                    .build());
        }
        return info.build();
    }

    private static Labels describe(RunSnapshot run) {
        Labels.Builder labels = Labels.builder()
                .label("run", run.run())
                .label("group", group(run))
                .label("attempt", Integer.toString(run.attempt()));
        RunStarted about = run.about();
        if (about != null) {
            labels.label("name", text(about.name()));
            labels.label("model", text(about.model()));
            labels.label("objective", text(about.objective()));
            labels.label(
                    "process",
                    about.process() == null ? "" : text(about.process().name()));
            labels.label(
                    "dataset",
                    about.dataset() == null ? "" : text(about.dataset().name()));
            labels.label("dimension", count(about.dimension()));
            labels.label("parameters", count(about.parameters()));
        }
        return labels.build();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String count(long value) {
        return value == 0 ? "" : Long.toString(value);
    }
}
