package io.neuralentropy.monitor.streams;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class KafkaFaultsTest {
    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:1"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void whatAProducerRefusesForItsStateIsNoFaultOfARecordAndPasses() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, producer::beginTransaction);
            assertTrue(KafkaFaults.isOfKafka(refused));
            assertTrue(KafkaFaults.passes(new StreamsException(refused)));
        }
    }

    @Test
    void aBugOfAProcessorIsItsOwn() {
        assertFalse(KafkaFaults.isOfKafka(new IllegalStateException()));
        assertFalse(KafkaFaults.isOfKafka(new StreamsException("wrapped by Streams", new ClassCastException())));
        assertFalse(KafkaFaults.passes(new StreamsException(new IllegalStateException())));
    }

    @Test
    void storesAndSendsAreOfKafka() {
        assertTrue(KafkaFaults.isOfKafka(new ProcessorStateException("disk", new ArithmeticException())));
        assertTrue(KafkaFaults.isOfKafka(new RuntimeException(new KafkaException())));
        assertFalse(KafkaFaults.passes(new StreamsException(new RecordTooLargeException())));
    }

    @Test
    void aCauseThatIsItsOwnEndsTheSearch() {
        Exception outer = new Exception();
        Exception inner = new Exception(outer);
        outer.initCause(inner);
        assertFalse(KafkaFaults.passes(outer));
    }
}
