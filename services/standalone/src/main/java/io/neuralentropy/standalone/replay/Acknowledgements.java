package io.neuralentropy.standalone.replay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;

/** What became of the records that were sent. Safe for use by several threads. */
final class Acknowledgements {
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>();

    /** @param what is sent, for the message when Kafka does not take it */
    Callback of(Supplier<String> what) {
        return (metadata, problem) -> {
            if (problem == null) {
                count.incrementAndGet();
            } else {
                fail(
                        what.get(),
                        "Kafka did not take it (" + problem.getMessage() + "): check the broker, then replay again;"
                                + " events that arrived are recognised as duplicates");
            }
        };
    }

    /** The first failure is the one that explains the others. */
    void fail(String what, String why) {
        failure.compareAndSet(null, "stopped at " + what + ": " + why);
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    void throwFailure() {
        if (hasFailed()) {
            throw new ReplayException(failure.get());
        }
    }

    /** Records that Kafka has for good. */
    long count() {
        return count.get();
    }
}
