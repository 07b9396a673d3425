package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.TopicSetupException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the topics while training has already begun: a broker that is not there must not keep anybody from training. It
 * says once that Kafka is missing, and tries until it is there.
 */
final class TopicsInTheBackground {
    private final Map<String, Object> client;
    private final TopicSettings settings;
    private final Duration timeout;
    private final Console console;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    TopicsInTheBackground(Map<String, Object> client, TopicSettings settings, Duration timeout, Console console) {
        this.client = client;
        this.settings = settings;
        this.timeout = timeout;
        this.console = console;
        this.thread = new Thread(this::run, "topic-setup");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        boolean said = false;
        while (!isClosed()) {
            try {
                TopicSetup.ensure(client, settings, timeout);
                if (said) {
                    console.note(Errors.PROGRAM + "Kafka answers now");
                }
                return;
            } catch (TopicSetupException failure) {
                if (!isClosed() && !said) {
                    console.note(Errors.PROGRAM + "warning: " + failure.getMessage()
                            + " Training goes on; events wait in memory.");
                    said = true;
                }
                pause();
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** A refusal comes at once, unlike silence: do not ask again at once. */
    private void pause() {
        try {
            closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            close();
        }
    }

    /** Tries no longer. */
    void close() {
        closed.countDown();
        thread.interrupt();
    }
}
