package io.neuralentropy.events.emitter;

import io.neuralentropy.events.topics.Topics;
import java.time.Duration;
import java.util.Map;

/**
 * How events are sent.
 *
 * @param producer Kafka producer settings: {@code bootstrap.servers}, security, and whatever else is to differ from the
 *     emitter's own defaults
 * @param topic where events go
 * @param capacity how many steps may be held in memory, waiting or on their way; a {@code steps} event counts as many
 *     steps as it has, any other event as one
 * @param closeTimeout how long {@link KafkaEmitter#close} may take to send what is held
 */
public record EmitterSettings(Map<String, Object> producer, String topic, int capacity, Duration closeTimeout) {
    /** Ten minutes of outage at 50 steps a second, in some 15 MiB. */
    private static final int DEFAULT_CAPACITY = 32_768;

    public EmitterSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        if (closeTimeout.isNegative()) {
            throw new IllegalArgumentException("close timeout must not be negative: " + closeTimeout);
        }
        producer = Map.copyOf(producer);
    }

    /** The protocol's topic at these servers, 32,768 steps held at most, ten seconds to close. */
    public static EmitterSettings to(String bootstrapServers) {
        return new EmitterSettings(
                Map.of("bootstrap.servers", bootstrapServers), Topics.EVENTS, DEFAULT_CAPACITY, Duration.ofSeconds(10));
    }
}
