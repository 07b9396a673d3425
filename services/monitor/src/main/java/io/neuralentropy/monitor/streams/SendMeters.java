package io.neuralentropy.monitor.streams;

/** What is counted where records are sent. Called by the threads of Kafka Streams. */
public interface SendMeters {
    /** Counts nothing. */
    SendMeters NONE = topic -> {};

    /** A record of a topic was left out because it is too large to be sent. */
    void leftOut(String topic);
}
