package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records under a run's key in the topic of events, up to its present end. They are looked for in all partitions:
 * senders differ in where they put a key.
 */
final class RunRecords {
    private final TopicRecords records;
    private final byte[] key;

    /** What is told of the records, in their order. */
    interface Taker {
        void record(byte[] key, byte[] value);

        /** How much of the topic was read, 0 to 1; now and then. */
        void read(double share);
    }

    /**
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     */
    RunRecords(Map<String, Object> client, Duration timeout, String run) {
        this.records = new TopicRecords(client, timeout, Topics.EVENTS);
        this.key = run.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ReplayException when the topic cannot be read */
    void read(Taker taker) {
        records.read(null, new TopicRecords.Taker() {
            @Override
            public void record(ConsumerRecord<byte[], byte[]> record, long begin) {
                if (Arrays.equals(record.key(), key)) {
                    taker.record(record.key(), record.value());
                }
            }

            @Override
            public void read(double share) {
                taker.read(share);
            }
        });
    }
}
