package io.neuralentropy.monitor.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.Groups;
import io.neuralentropy.monitor.snapshot.Snapshots;
import io.neuralentropy.monitor.streams.RestoreMeters;
import io.neuralentropy.monitor.streams.SendMeters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** All that {@code /metrics} shows: the runs and their groups, the monitor's own meters, its JVM, and a few of Kafka's. */
public final class MonitorRegistry implements AutoCloseable {
    /** Of the hundreds of Kafka meters, those that say whether the monitor keeps up. */
    private static final Set<String> KAFKA_METERS = Set.of(
            "kafka.consumer.fetch.manager.records.lag.max",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.client.state",
            "kafka.stream.thread.process.total",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.task.restore.total",
            "kafka.stream.task.restore.remaining.records.total");

    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Timer restores;
    private final Counter restoredRecords;
    private KafkaStreamsMetrics kafka;

    public MonitorRegistry(Snapshots snapshots, Groups groups) {
        this(snapshots, groups, RunCollector.MAX_RUNS_WITH_PROFILE);
    }

    MonitorRegistry(Snapshots snapshots, Groups groups, int maxRunsWithProfile) {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                boolean refused = id.getName().startsWith("kafka.") && !KAFKA_METERS.contains(id.getName());
                return refused ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
            }
        });
        restores = Timer.builder(MonitorMeter.RESTORE.meterName())
                .description(MonitorMeter.RESTORE.help())
                .register(registry);
        restoredRecords = Counter.builder(MonitorMeter.RESTORED_RECORDS.meterName())
                .description(MonitorMeter.RESTORED_RECORDS.help())
                .register(registry);
        registry.getPrometheusRegistry().register(new RunCollector(snapshots, maxRunsWithProfile));
        registry.getPrometheusRegistry().register(new GroupCollector(groups));
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics(),
                        gc)
                .forEach(binder -> binder.bindTo(registry));
    }

    /** The monitor's own counters in this registry. */
    public MicrometerIntakeMeters intakeMeters() {
        return new MicrometerIntakeMeters(registry);
    }

    /** Takes what comes back from the changelogs. */
    public RestoreMeters restores() {
        return new RestoreMeters() {
            @Override
            public void restored(long records) {
                restoredRecords.increment(records);
            }

            @Override
            public void took(Duration duration) {
                restores.record(duration);
            }
        };
    }

    /** Counts what is too large to be sent; the topics that anything is sent to show from the start. */
    public SendMeters sends() {
        Map<String, Counter> leftOut = new ConcurrentHashMap<>();
        for (String topic : List.of(Topics.RUN_METRICS, Topics.RUN_STATES, Topics.DEAD_LETTERS, Topics.GROUP_RUNS)) {
            leftOut.put(topic, leftOut(topic));
        }
        return topic -> leftOut.computeIfAbsent(topic, this::leftOut).increment();
    }

    private Counter leftOut(String topic) {
        return Counter.builder(MonitorMeter.UNSENT_RECORDS.meterName())
                .description(MonitorMeter.UNSENT_RECORDS.help())
                .tag("topic", topic)
                .register(registry);
    }

    /**
     * @param isShort whether the heap is too small
     * @param gcShare share of the last minute that went into collections of garbage
     */
    public void watchMemory(BooleanSupplier isShort, DoubleSupplier gcShare) {
        gauge(MonitorMeter.MEMORY_SHORT, () -> isShort.getAsBoolean() ? 1 : 0);
        gauge(MonitorMeter.GC_RATIO, gcShare::getAsDouble);
    }

    private void gauge(MonitorMeter meter, Supplier<Number> value) {
        Gauge.builder(meter.meterName(), value)
                .description(meter.help())
                .strongReference(true)
                .register(registry);
    }

    /** @param connected whether a broker answers */
    public void watchLink(BooleanSupplier connected) {
        gauge(MonitorMeter.KAFKA_CONNECTED, () -> connected.getAsBoolean() ? 1 : 0);
    }

    /** @param seconds for how long the oldest restore has been going on */
    public void watchRestores(DoubleSupplier seconds) {
        TimeGauge.builder(MonitorMeter.RESTORING.meterName(), seconds, TimeUnit.SECONDS, DoubleSupplier::getAsDouble)
                .description(MonitorMeter.RESTORING.help())
                .strongReference(true)
                .register(registry);
    }

    /** @param isComplete whether the archive has read all that was there at the start */
    public void watchArchive(BooleanSupplier isComplete) {
        Gauge.builder(MonitorMeter.ARCHIVE_BEHIND.meterName(), isComplete, all -> all.getAsBoolean() ? 0 : 1)
                .description(MonitorMeter.ARCHIVE_BEHIND.help())
                .strongReference(true)
                .register(registry);
    }

    /** Adds Kafka's meters; they leave with {@link #close}. */
    public void watch(KafkaStreams streams) {
        kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(registry);
    }

    /** The content type that answers an {@code Accept} header: OpenMetrics for those who name it, else Prometheus text. */
    public static String contentType(String accept) {
        return accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }

    /** Everything now, in a format that {@link #contentType} gave. */
    public byte[] scrape(String contentType) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 * 1024);
        try {
            registry.scrape(out, contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
        gc.close();
        registry.close();
    }
}
