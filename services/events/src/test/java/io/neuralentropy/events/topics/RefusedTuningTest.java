package io.neuralentropy.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A broker whose rights do not let the monitor set what its topics lack. */
class RefusedTuningTest {
    private static final Map<String, TopicFacts> TOPICS =
            Map.of(Topics.RUN_METRICS, Facts.of(8, Map.of("cleanup.policy", "compact")));

    private static TopicAdmin refusing(Exception failure) {
        return new TopicAdmin(null, System.nanoTime()) {
            @Override
            void alter(Map<ConfigResource, Collection<AlterConfigOp>> changes) throws ExecutionException {
                throw new ExecutionException(failure);
            }
        };
    }

    @Test
    void isSaidInOneLineAndTolerated() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(TopicSetup.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
        try {
            TopicSetup.tune(
                    refusing(new ClusterAuthorizationException("no right to alter")), CompactionTuning.missing(TOPICS));
        } finally {
            logger.detachAppender(said);
            logger.setAdditive(true);
        }
        assertEquals(
                List.of(
                        "Compaction of neural-entropy.run-metrics is left to the broker's defaults, which makes starts slow: no"
                                + " right to alter. To be set: delete.retention.ms=86400000, max.compaction.lag.ms=3600000,"
                                + " min.cleanable.dirty.ratio=0.1, segment.bytes=16777216, segment.ms=3600000"),
                said.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void doesNotHideWhatIsNoAnswerOfTheBroker() {
        TopicAdmin broken = refusing(new KafkaException("closed"));
        assertThrows(ExecutionException.class, () -> TopicSetup.tune(broken, CompactionTuning.missing(TOPICS)));
    }
}
