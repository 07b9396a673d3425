package io.neuralentropy.monitor.streams;

import java.time.Duration;

/** What is counted while stores come back from their changelogs. Called by the threads of Kafka Streams. */
public interface RestoreMeters {
    /** Records were read back; not those that keep a standby in step. */
    void restored(long records);

    /** A store's partition is back. */
    void took(Duration duration);
}
