package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events that are in another partition than their run's to the right one, by a topic of their own and in the transaction
 * that commits their offsets: a client that places keys in another way than Kafka's Java client neither splits a run nor speaks
 * for it where it is not known. What comes by that topic and is still in a wrong partition is a dead letter, never sent again.
 *
 * <p>Monitors of several applications may share a Kafka. Each sends on what it reads itself, under a header with its id, and passes
 * over what others sent on: it has read that before.
 */
final class Rerouter {
    private static final Logger LOG = LoggerFactory.getLogger(Rerouter.class);

    private static final String APPLICATION = "application";

    /** Runs that are named in the log. */
    private static final int MAX_NAMED = 100;

    private final ProcessorContext<byte[], byte[]> context;
    private final Partitioning partitioning;
    private final DeadLetters deadLetters;
    private final IntakeMeters meters;
    private final Set<String> named = new HashSet<>();

    Rerouter(
            ProcessorContext<byte[], byte[]> context,
            Partitioning partitioning,
            DeadLetters deadLetters,
            IntakeMeters meters) {
        this.context = context;
        this.partitioning = partitioning;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    /** Whether a run belongs to the partition of this task. */
    boolean owns(String run) {
        return partitioning.owns(run, context.taskId().partition());
    }

    /** Whether a record was sent on by somebody else: it is counted as passed over. */
    boolean isOfOthers(Record<byte[], byte[]> record) {
        if (!isRerouted(context.recordMetadata().orElseThrow())) {
            return false;
        }
        Header sender = record.headers().lastHeader(APPLICATION);
        if (sender != null && Arrays.equals(sender.value(), application())) {
            return false;
        }
        meters.skipped(Topics.REROUTED);
        return true;
    }

    private static boolean isRerouted(RecordMetadata origin) {
        return origin.topic().equals(Topics.REROUTED);
    }

    private byte[] application() {
        return context.applicationId().getBytes(StandardCharsets.UTF_8);
    }

    /** Lets go of what earlier versions kept of runs wherever a client had put their events. */
    void dropForeign(RunLedger ledger, RunStates states) {
        List<String> foreign = ledger.runs().stream().filter(run -> !owns(run)).toList();
        if (foreign.isEmpty()) {
            return;
        }
        for (String run : foreign) {
            states.delete(run);
            ledger.forget(run);
        }
        LOG.warn(
                "Dropped {} run(s) from partition {}, which does not own them and held a part of each; export and replay a run to"
                        + " have it whole: {}",
                foreign.size(),
                context.taskId().partition(),
                foreign.subList(0, Math.min(MAX_NAMED, foreign.size())));
    }

    /** Deals with an event of a run that this partition does not own. */
    void route(Record<byte[], byte[]> record, Event event) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        if (isRerouted(origin)) {
            meters.event(event.type().wireName());
            deadLetters.send(
                    record,
                    event.run(),
                    IntakeMeters.WRONG_PARTITION,
                    "partition " + partitioning.of(record.key()) + " of " + partitioning.partitions()
                            + " owns the run");
        } else {
            sendOn(record, event.run(), origin);
        }
    }

    private void sendOn(Record<byte[], byte[]> record, String run, RecordMetadata origin) {
        RecordHeaders headers = BoundedHeaders.copy(record.headers(), Set.of(APPLICATION));
        headers.add(APPLICATION, application());
        context.forward(
                record.withHeaders(headers).withTimestamp(context.currentSystemTimeMs()),
                MonitorTopology.REROUTED_SINK);
        meters.rerouted();
        if (named.size() < MAX_NAMED && named.add(run)) {
            LOG.warn(
                    "Events of run {} are in partition {} of {}, which is not its own: sent on. Its client should place keys as"
                            + " Kafka's Java client does (librdkafka: partitioner=murmur2_random)",
                    run,
                    origin.partition(),
                    origin.topic());
        }
    }
}
