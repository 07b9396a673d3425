package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.monitor.export.GroupMetric;
import io.neuralentropy.monitor.export.MonitorMeter;
import io.neuralentropy.monitor.export.RunMetric;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names of metrics that boards and rules may ask for. */
public final class KnownMetrics {
    private KnownMetrics() {}

    /** Those of the product's tables, as Prometheus stores them. */
    public static Set<String> ofTheTables() {
        Set<String> names = new TreeSet<>(Set.of(RunMetric.INFO + "_info", RunMetric.STATE, RunMetric.PROFILE));
        Arrays.stream(RunMetric.values()).map(RunMetric::metricName).forEach(names::add);
        Arrays.stream(GroupMetric.values()).map(GroupMetric::metricName).forEach(names::add);
        for (MonitorMeter meter : MonitorMeter.values()) {
            names.add(meter.metricName());
        }
        for (MonitorMeter timer : new MonitorMeter[] {MonitorMeter.EVENT_TO_SNAPSHOT, MonitorMeter.RESTORE}) {
            names.remove(timer.metricName());
            Stream.of("_count", "_sum", "_max")
                    .map(ending -> timer.metricName() + ending)
                    .forEach(names::add);
        }
        names.add(MonitorMeter.EVENT_TO_SNAPSHOT.metricName() + "_bucket");
        return names;
    }

    /** Those that the recording rules make. */
    public static Set<String> recorded() {
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : Rules.all()) {
            if (rule.has("record")) {
                names.add(rule.get("record").asText());
            }
        }
        return names;
    }
}
