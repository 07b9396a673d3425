package io.neuralentropy.monitor.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record of each topic may be. In a transaction one record that is too large costs the whole transaction, each time
 * it is processed again: it must not be sent in the first place. What the producer would refuse is known; what a broker refuses
 * is learned from its first refusal. A changelog has no limit: what it lacks would be lost at the next restart. Thread-safe.
 */
final class SendLimits {
    private static final Logger LOG = LoggerFactory.getLogger(SendLimits.class);
    private static final int RECORD_OVERHEAD = 128;
    private static final int HEADER_OVERHEAD = 12;

    private final SendMeters meters;
    private final Map<String, Long> learned = new ConcurrentHashMap<>();
    private final Map<String, Boolean> complained = new ConcurrentHashMap<>();

    SendLimits(SendMeters meters) {
        this.meters = meters;
    }

    static boolean isDroppable(String topic) {
        return !topic.endsWith("-changelog");
    }

    /** A broker refused a record of this size. */
    void refused(ProducerRecord<byte[], byte[]> record) {
        learned.merge(record.topic(), bytes(record), Math::min);
    }

    /**
     * Whether a record may be sent; one that may not is counted, and logged when it is the topic's first.
     *
     * @param most what the producer takes
     */
    boolean admits(ProducerRecord<byte[], byte[]> record, long most) {
        String topic = record.topic();
        long bytes = bytes(record);
        if (bytes <= most && bytes < learned.getOrDefault(topic, Long.MAX_VALUE) || !isDroppable(topic)) {
            return true;
        }
        meters.leftOut(topic);
        if (complained.put(topic, true) == null) {
            LOG.error("Left out a record of {} bytes of {}: too large for Kafka; further ones silently", bytes, topic);
        }
        return false;
    }

    /** From above. */
    private static long bytes(ProducerRecord<byte[], byte[]> record) {
        long bytes = RECORD_OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += HEADER_OVERHEAD + 3L * header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
