package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.run.LayoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong with one run away from the others, where there is no record at fault that could be parked. */
final class RunFaults {
    private static final Logger LOG = LoggerFactory.getLogger(RunFaults.class);

    private RunFaults() {}

    /** Does something for a run; a fault is counted and logged. Not Kafka's own: those end the task, which is then tried again. */
    static void contain(IntakeMeters meters, String what, String run, Runnable work) {
        try {
            work.run();
        } catch (KafkaException | LayoutException e) {
            throw e;
        } catch (RuntimeException e) {
            meters.runFault();
            LOG.error("Could not {} run {}; the others go on", what, run, e);
        }
    }
}
