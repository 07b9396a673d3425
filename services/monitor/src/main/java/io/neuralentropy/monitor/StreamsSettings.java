package io.neuralentropy.monitor;

import io.neuralentropy.monitor.streams.RocksMemory;
import io.neuralentropy.monitor.streams.StreamsFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams configuration of a monitor. */
final class StreamsSettings {
    private static final long CACHE_BYTES = 32L << 20;

    private StreamsSettings() {}

    /** @param memory of the stores on disk; null where they are in memory */
    static StreamsConfig of(MonitorSettings settings, Path stateDirectory, RocksMemory memory, StreamsFaults faults) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 250);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.resources().threads());
        config.put(
                StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.resources().standbys());
        config.put("processing.exception.handler.global.enabled", true);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // events and rerouted ones may come in any order: neither topic waits for the other
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // run metrics hold a curve
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 << 20);
        // run metrics are text with a curve, mostly digits
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // a killed instance's runs move on after this, rather than after Kafka's 45 s
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
        faults.addTo(config);
        // an outage ends no thread: there is none that it is not worth to wait for
        config.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Duration.ofDays(365).toMillis());
        if (memory != null) {
            memory.addTo(config);
        }
        return new StreamsConfig(config);
    }
}
