package io.neuralentropy.monitor.export;

import io.neuralentropy.events.Profile;
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
import java.util.stream.IntStream;

/**
 * All per-run series, read from the snapshots at scrape time: every metric of a run in one scrape belongs to one moment.
 * Costs nothing between scrapes. A value that is unknown is left out, and so are whole metrics that no run has.
 */
public final class RunCollector implements MultiCollector {
    /** Label values of a profile's bins: 000, 001, … */
    private static final String[] BINS = IntStream.range(0, Profile.MAX_BINS)
            .mapToObj(i -> String.format("%03d", i))
            .toArray(String[]::new);

    private final Snapshots snapshots;
    /** Profiles have many series: with more runs than this they would be most of a scrape. */
    static final int MAX_RUNS_WITH_PROFILE = 20;

    private final int maxRunsWithProfile;

    /** @param maxRunsWithProfile profiles are left out while more runs than this are live */
    public RunCollector(Snapshots snapshots, int maxRunsWithProfile) {
        this.snapshots = snapshots;
        this.maxRunsWithProfile = maxRunsWithProfile;
    }

    @Override
    public MetricSnapshots collect() {
        List<Labelled> runs = snapshots.all().stream().map(Labelled::of).toList();
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

    /** A run and the labels of its series, made once per scrape: there are dozens of series. */
    private record Labelled(RunSnapshot run, Labels labels) {
        static Labelled of(RunSnapshot run) {
            return new Labelled(run, Labels.of("group", group(run), "run", run.run()));
        }
    }

    private static GaugeSnapshot gauge(RunMetric metric, List<Labelled> runs) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.metricName()).help(metric.help());
        for (Labelled labelled : runs) {
            double value = metric.of(labelled.run);
            if (!Double.isNaN(value)) {
                gauge.dataPoint(point(labelled.labels, value));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot states(List<Labelled> runs) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(RunMetric.STATE).help(RunMetric.STATE_HELP);
        for (Labelled labelled : runs) {
            for (TrainingState state : TrainingState.values()) {
                double value = labelled.run.standing().isIn(state) ? 1 : 0;
                gauge.dataPoint(point(labelled.labels.add("state", state.wireName()), value));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot profile(List<Labelled> runs) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(RunMetric.PROFILE).help(RunMetric.PROFILE_HELP);
        for (Labelled labelled : runs) {
            RollingProfile profile = labelled.run.profile();
            if (profile != null && profile.edges() != null) {
                for (int i = 0; i < profile.neural().length; i++) {
                    double nats = profile.neural()[i] * (profile.edges()[i + 1] - profile.edges()[i]);
                    if (!Double.isNaN(nats)) {
                        gauge.dataPoint(point(labelled.labels.add("bin", BINS[i]), nats));
                    }
                }
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    private static String group(RunSnapshot run) {
        return run.about() == null ? "" : text(run.about().group());
    }

    private static InfoSnapshot info(List<Labelled> runs) {
        InfoSnapshot.Builder info = InfoSnapshot.builder().name(RunMetric.INFO).help(RunMetric.INFO_HELP);
        for (Labelled labelled : runs) {
            info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(describe(labelled.run))
                    .build());
        }
        return info.build();
    }

    private static Labels describe(RunSnapshot run) {
        Labels.Builder labels = Labels.builder()
                .label("run", run.run())
                .label("group", group(run))
                .label("attempt", Integer.toString(run.attempt()))
                .label("followed", run.standing().verdict().followed().wireName());
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
