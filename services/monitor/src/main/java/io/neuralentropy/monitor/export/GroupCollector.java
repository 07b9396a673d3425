package io.neuralentropy.monitor.export;

import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.Groups;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/** All series of the groups that this instance owns, read at scrape time. What is unknown is left out. */
final class GroupCollector implements MultiCollector {
    private final Groups groups;

    GroupCollector(Groups groups) {
        this.groups = groups;
    }

    @Override
    public MetricSnapshots collect() {
        List<GroupSnapshot> all = groups.all();
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        for (GroupMetric metric : GroupMetric.values()) {
            GaugeSnapshot gauge = gauge(metric, all);
            if (!gauge.getDataPoints().isEmpty()) {
                metrics.metricSnapshot(gauge);
            }
        }
        return metrics.build();
    }

    private static GaugeSnapshot gauge(GroupMetric metric, List<GroupSnapshot> groups) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.metricName()).help(metric.help());
        for (GroupSnapshot group : groups) {
            double value = metric.of(group);
            if (!Double.isNaN(value)) {
                gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("group", group.group()))
                        .value(value)
                        .build());
            }
        }
        return gauge.build();
    }
}
