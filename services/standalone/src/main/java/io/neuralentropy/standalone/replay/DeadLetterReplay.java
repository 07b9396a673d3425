package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sends dead letters to the topic of events once more, with their original key and value, for the monitor to take now: after
 * an upgrade, or with more room. An event that it has by now is a duplicate there.
 *
 * <p>Of each refused event one letter is sent, however often this is done: a letter that came of an earlier replay is left out
 * where the first one is sent. What no monitor can take stays where it is. {@code chosen = sent + truncated + invalid +
 * repeated}.
 */
public final class DeadLetterReplay {
    private final EventCodec codec = new EventCodec();
    private final Map<String, Object> client;
    private final Duration timeout;
    private final DeadLetterFilter filter;
    private final Map<String, Long> sent = new TreeMap<>();
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private long truncated;
    private long invalid;
    private long repeated;

    /**
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     */
    public DeadLetterReplay(Map<String, Object> client, Duration timeout, DeadLetterFilter filter) {
        this.client = Map.copyOf(client);
        this.timeout = timeout;
        this.filter = filter;
    }

    /**
     * Sends the letters that there are at the beginning, and waits until each is acknowledged.
     *
     * @param progress receives the share of the topic that was read, 0 to 1
     * @throws ReplayException when the topic cannot be read or a letter cannot be sent
     */
    public void run(DoubleConsumer progress) {
        TopicRecords letters = new TopicRecords(client, timeout, Topics.DEAD_LETTERS);
        try (EventProducer producer = new EventProducer(client, timeout)) {
            letters.read(filter.since(), new TopicRecords.Taker() {
                @Override
                public void record(ConsumerRecord<byte[], byte[]> record, long begin) {
                    take(new DeadLetter(record), begin, producer);
                }

                @Override
                public void read(double share) {
                    acknowledgements.throwFailure();
                    progress.accept(share);
                }
            });
            producer.flush();
        }
        acknowledgements.throwFailure();
    }

    private void take(DeadLetter letter, long begin, EventProducer producer) {
        if (!filter.takes(letter.reason(), letter.time())) {
            return;
        }
        if (letter.isTruncated()) {
            truncated++;
        } else if (!(codec.decode(letter.key(), letter.value()) instanceof Decoded.Accepted)) {
            invalid++;
        } else if (letter.first().filter(first -> isSent(first, begin)).isPresent()) {
            repeated++;
        } else {
            sent.merge(letter.reason(), 1L, Long::sum);
            producer.send(letter.again(Topics.EVENTS), acknowledgements.of(() -> "dead letter " + letter.place()));
        }
    }

    /** One that lies before the beginning was not met, and may be gone. */
    private boolean isSent(DeadLetter.First first, long begin) {
        return first.offset() >= begin && filter.takes(first.reason(), first.time());
    }

    /** Letters handed to Kafka, by reason. */
    public Map<String, Long> sent() {
        return Map.copyOf(sent);
    }

    /** Those of them that Kafka has for good. */
    public long acknowledged() {
        return acknowledgements.count();
    }

    /** Letters of whose value only a part was kept. */
    public long truncated() {
        return truncated;
    }

    /** Letters that are no valid events, and would be refused again. */
    public long invalid() {
        return invalid;
    }

    /** Letters that came of an earlier replay of another one that was sent. */
    public long repeated() {
        return repeated;
    }
}
