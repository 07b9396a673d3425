package io.neuralentropy.events.emitter;

import io.neuralentropy.events.codec.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/** Takes events from the queue, encodes them and hands them to the producer; tells the outcome of each exactly once. */
final class SenderLoop implements Runnable {

    /** Told of each event once, by the sender's or the producer's thread. */
    interface Outcome {
        void acknowledged(Held held);

        void refused(Held held, String why);

        /** Called now and then by the sender's thread. */
        void idle();
    }

    private static final long POLL_MILLIS = 200;

    private final BlockingQueue<Held> queue;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final EventCodec codec;
    private final Outcome outcome;

    private final Set<Delivery> unanswered = ConcurrentHashMap.newKeySet();

    private volatile boolean finishing;
    private volatile boolean abandoned;

    SenderLoop(
            BlockingQueue<Held> queue,
            Producer<byte[], byte[]> producer,
            String topic,
            EventCodec codec,
            Outcome outcome) {
        this.queue = queue;
        this.producer = producer;
        this.topic = topic;
        this.codec = codec;
        this.outcome = outcome;
    }

    /** Asks the loop to end when the queue is empty. */
    void finish() {
        finishing = true;
    }

    /** Asks the loop to end now; an interrupt makes it look. */
    void abandon() {
        abandoned = true;
    }

    /** Gives up what was sent and not answered; an answer that comes later changes nothing. */
    void giveUpUnanswered(String why) {
        unanswered.forEach(delivery -> delivery.refused(why));
    }

    @Override
    public void run() {
        while (!abandoned) {
            outcome.idle();
            Held held = next();
            if (held != null) {
                send(held);
            } else if (finishing && queue.isEmpty()) {
                return;
            }
        }
    }

    private Held next() {
        try {
            return queue.poll(finishing ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return null; // only close() interrupts, after it has said why
        }
    }

    private void send(Held held) {
        Delivery delivery = new Delivery(held);
        unanswered.add(delivery);
        try {
            byte[] value = codec.encode(held.event);
            if (value.length > EventCodec.MAX_BYTES) {
                delivery.refused("larger than " + EventCodec.MAX_BYTES + " bytes");
                return;
            }
            byte[] key = held.event.run().getBytes(StandardCharsets.US_ASCII);
            do {
                delivery.notTaken = false;
                producer.send(new ProducerRecord<>(topic, key, value), delivery);
                outcome.idle();
            } while (delivery.notTaken && !abandoned);
            if (delivery.notTaken) {
                delivery.refused("Kafka did not answer");
            }
        } catch (Throwable e) { // the loop must outlive any one event
            delivery.refused(abandoned ? "Kafka did not answer" : e.toString());
        }
    }

    /** The producer's answer for one event. */
    private final class Delivery implements Callback {
        private final Held held;
        private final Thread sender = Thread.currentThread();
        private boolean told;

        /** The producer had no metadata or no memory for the record: nothing is on its way, it may be sent again. */
        boolean notTaken;

        private Delivery(Held held) {
            this.held = held;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception exception) {
            if (exception == null) {
                tell(null);
            } else if (exception instanceof TimeoutException && Thread.currentThread() == sender) {
                // on the sender's own thread: send() gave up before the record was queued
                notTaken = true;
            } else {
                tell(exception.toString());
            }
        }

        void refused(String why) {
            tell(why);
        }

        private synchronized void tell(String refusal) {
            if (told) {
                return;
            }
            told = true;
            unanswered.remove(this);
            if (refusal == null) {
                outcome.acknowledged(held);
            } else {
                outcome.refused(held, refusal);
            }
        }
    }
}
