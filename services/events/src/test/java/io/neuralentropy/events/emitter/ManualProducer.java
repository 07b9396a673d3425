package io.neuralentropy.events.emitter;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that answers when the test says so. */
final class ManualProducer extends MockProducer<byte[], byte[]> {
    ManualProducer() {
        super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
