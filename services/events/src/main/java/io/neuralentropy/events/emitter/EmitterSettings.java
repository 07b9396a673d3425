package io.neuralentropy.events.emitter;

import io.neuralentropy.events.topics.Topics;
import java.time.Duration;
import java.util.Map;

/**
 * How events are sent.
 *
 * <p>Events are held up to two bounds, whichever is met first: {@code capacity} in steps, {@code memoryBytes} on the heap.
 * Both count from {@link KafkaEmitter#emit} until Kafka has acknowledged the event. The producer's buffer comes on top, with
 * encoded copies of what is on its way: {@code buffer.memory}, 16 MiB unless {@code producer} says otherwise. By default an
 * emitter so takes at most 64 MiB, however long Kafka is away and whatever the events carry.
 *
 * @param producer Kafka producer settings: {@code bootstrap.servers}, security, and whatever else is to differ from the
 *     emitter's own defaults
 * @param topic where events go
 * @param capacity how many steps may be held, waiting or on their way; a {@code steps} event counts as many steps as it
 *     has, any other event as one
 * @param memoryBytes how much heap the events held may take, by an estimate that errs to the safe side; at least
 *     {@value #MIN_MEMORY_BYTES}, which any valid event fits into
 * @param closeTimeout how long {@link KafkaEmitter#close} may take to send what is held
 */
public record EmitterSettings(
        Map<String, Object> producer, String topic, int capacity, long memoryBytes, Duration closeTimeout) {
    /** Ten minutes of outage at 50 steps a second. */
    private static final int DEFAULT_CAPACITY = 32_768;

    /** As long, where each step has a profile of 48 bins as the trainer's have. */
    public static final int DEFAULT_MEMORY_MEBIBYTES = 48;

    static final int MIN_MEMORY_BYTES = 2 << 20;

    public EmitterSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        if (memoryBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("memory for events must be at least 2 MiB: " + memoryBytes);
        }
        if (closeTimeout.isNegative()) {
            throw new IllegalArgumentException("close timeout must not be negative: " + closeTimeout);
        }
        producer = Map.copyOf(producer);
    }

    /** As much memory as by default. */
    public EmitterSettings(Map<String, Object> producer, String topic, int capacity, Duration closeTimeout) {
        this(producer, topic, capacity, (long) DEFAULT_MEMORY_MEBIBYTES << 20, closeTimeout);
    }

    /** The protocol's topic at these servers; 32,768 steps or 48 MiB held at most, ten seconds to close. */
    public static EmitterSettings to(String bootstrapServers) {
        return new EmitterSettings(
                Map.of("bootstrap.servers", bootstrapServers), Topics.EVENTS, DEFAULT_CAPACITY, Duration.ofSeconds(10));
    }

    /** The same with these settings of the producer in place of all others, {@code bootstrap.servers} among them. */
    public EmitterSettings producer(Map<String, Object> settings) {
        return new EmitterSettings(settings, topic, capacity, memoryBytes, closeTimeout);
    }

    /** The same with another bound of the memory for events. */
    public EmitterSettings memoryBytes(long bytes) {
        return new EmitterSettings(producer, topic, capacity, bytes, closeTimeout);
    }
}
