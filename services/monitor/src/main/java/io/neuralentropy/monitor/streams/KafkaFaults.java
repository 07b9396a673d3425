package io.neuralentropy.monitor.streams;

import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.streams.errors.StreamsException;

/** Tells the faults of the way to Kafka from all others: Kafka's clients wrap one in another, so all causes are looked at. */
final class KafkaFaults {
    /**
     * What a new client gets over, sooner or later: no answer, a leader or coordinator that moves, a transaction or a member
     * that Kafka gave up while nothing came from it.
     */
    private static final List<Class<? extends KafkaException>> PASSING = List.of(
            RetriableException.class,
            ApplicationRecoverableException.class,
            TransactionAbortableException.class,
            TransactionAbortedException.class,
            InvalidTxnStateException.class,
            OutOfOrderSequenceException.class,
            CommitFailedException.class,
            BrokerNotAvailableException.class);

    /** A producer whose commit timed out refuses all else with an exception that is none of Kafka's. */
    private static final String PRODUCER = "org.apache.kafka.clients.producer.";

    private static final int MAX_DEPTH = 32;

    private KafkaFaults() {}

    /** Whether it only takes that Kafka answers again. */
    static boolean passes(Throwable thrown) {
        return any(thrown, at -> PASSING.stream().anyMatch(kind -> kind.isInstance(at)) || isOfAProducer(at));
    }

    /** Whether it comes from Kafka's code rather than from a processor's. */
    static boolean isOfKafka(Exception thrown) {
        // Kafka Streams wraps this one of a processor's bugs, and no other
        Throwable own = thrown instanceof StreamsException && thrown.getCause() instanceof ClassCastException
                ? thrown.getCause()
                : thrown;
        return any(own, at -> at instanceof KafkaException || isOfAProducer(at));
    }

    private static boolean isOfAProducer(Throwable at) {
        StackTraceElement[] stack = at.getStackTrace();
        return at instanceof IllegalStateException
                && stack.length > 0
                && stack[0].getClassName().startsWith(PRODUCER);
    }

    static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
        return any(thrown, kind::isInstance);
    }

    private static boolean any(Throwable thrown, Predicate<Throwable> holds) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (holds.test(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
