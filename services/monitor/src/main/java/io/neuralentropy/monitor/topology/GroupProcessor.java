package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.maths.StorageFit;
import io.neuralentropy.monitor.snapshot.GroupRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the runs of each group last said, and publishes the groups that changed with their storage laws. What a run
 * says replaces what it said before, so a record that comes twice changes nothing, and one of an earlier attempt is
 * passed over. A new run that is over a bound is refused and counted; those that are in stay.
 */
final class GroupProcessor implements Processor<byte[], byte[], Void, Void> {
    static final String STORE = "group-runs";

    private static final Logger LOG = LoggerFactory.getLogger(GroupProcessor.class);

    private final Duration publishInterval;
    private final GroupBounds bounds;
    private final LiveGroups live;
    private final IntakeMeters meters;
    private final Map<String, Map<String, GroupRun>> groups = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<Bytes, byte[]> store;
    private boolean hasSkipped;
    private boolean hasRefused;

    GroupProcessor(TopologySettings settings, LiveGroups live, IntakeMeters meters) {
        this.publishInterval = settings.publishInterval();
        this.bounds = settings.groups();
        this.live = live;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
        store = context.getStateStore(STORE);
        groups.clear();
        load();
        changed.clear();
        changed.addAll(groups.keySet());
        publish();
        context.schedule(publishInterval, PunctuationType.WALL_CLOCK_TIME, now -> publish());
    }

    /** Deletes what is no record of a group's run: an earlier version may have taken it in. */
    private void load() {
        List<Bytes> foreign = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<Bytes, byte[]> next = stored.next();
                try {
                    keep(GroupRecord.readKey(next.key.get()), next.value);
                } catch (IllegalArgumentException e) {
                    foreign.add(next.key);
                }
            }
        }
        foreign.forEach(store::delete);
    }

    private void keep(GroupRecord.Key key, byte[] value) {
        GroupRun run = GroupRecord.readValue(key.run(), value);
        groups.computeIfAbsent(key.group(), group -> new HashMap<>()).put(key.run(), run);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            GroupRecord.Key key = GroupRecord.readKey(record.key());
            if (record.value() == null) {
                leave(key, record.key());
            } else {
                take(key, GroupRecord.readValue(key.run(), record.value()), record);
            }
        } catch (IllegalArgumentException e) {
            skip(e);
        }
    }

    private void take(GroupRecord.Key key, GroupRun run, Record<byte[], byte[]> record) {
        Map<String, GroupRun> runs = groups.get(key.group());
        GroupRun before = runs == null ? null : runs.get(key.run());
        if (before == null && isFull(runs)) {
            refuse();
        } else if (before == null || before.attempt() <= run.attempt()) {
            groups.computeIfAbsent(key.group(), group -> new HashMap<>()).put(key.run(), run);
            store.put(Bytes.wrap(record.key()), record.value());
            changed.add(key.group());
        }
    }

    private boolean isFull(Map<String, GroupRun> runs) {
        return runs == null ? groups.size() >= bounds.groups() : runs.size() >= bounds.runs();
    }

    private void refuse() {
        meters.refusedGroupRun();
        if (!hasRefused) {
            hasRefused = true;
            LOG.warn(
                    "Left a run out of its group's storage law, further ones silently: at most {} runs of a group, {}"
                            + " groups of a partition; --max-group-runs and --max-groups raise them",
                    bounds.runs(),
                    bounds.groups());
        }
    }

    private void leave(GroupRecord.Key key, byte[] storedKey) {
        Map<String, GroupRun> runs = groups.get(key.group());
        if (runs != null && runs.remove(key.run()) != null) {
            store.delete(Bytes.wrap(storedKey));
            changed.add(key.group());
            if (runs.isEmpty()) {
                groups.remove(key.group());
            }
        }
    }

    /** Only this monitor writes the topic: what is no record of its own is somebody's mistake, counted and said once. */
    private void skip(IllegalArgumentException e) {
        meters.skipped(Topics.GROUP_RUNS);
        if (!hasSkipped) {
            hasSkipped = true;
            RecordMetadata origin = context.recordMetadata().orElseThrow();
            LOG.warn(
                    "Skipped a record in {}-{} at offset {}, further ones silently: {}",
                    origin.topic(),
                    origin.partition(),
                    origin.offset(),
                    e.getMessage());
        }
    }

    private void publish() {
        for (String group : changed) {
            Map<String, GroupRun> runs = groups.get(group);
            if (runs == null) {
                live.drop(this, group);
            } else {
                live.publish(this, StorageFit.of(group, runs.values()));
            }
        }
        changed.clear();
    }

    @Override
    public void close() {
        live.dropAllOf(this);
    }
}
