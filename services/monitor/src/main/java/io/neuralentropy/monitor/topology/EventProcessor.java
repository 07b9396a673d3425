package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes the events of one partition into the states of their runs and publishes snapshots of those that changed.
 *
 * <p>States live on the heap and every change is written to the store with the record that caused it, so that both stand at
 * the committed offset after a crash. {@link #init} runs again after each restore, {@link #close} on each revocation.
 */
final class EventProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final TopologySettings settings;
    private final LiveSnapshots live;
    private final IntakeMeters meters;
    private final EventCodec codec = new EventCodec();
    private final Map<String, Long> unpublished = new HashMap<>();
    private final Set<String> refusedRuns = new HashSet<>();
    private ProcessorContext<byte[], byte[]> context;
    private DeadLetters deadLetters;
    private RunStore store;
    private Map<String, RunState> states;

    EventProcessor(TopologySettings settings, LiveSnapshots live, IntakeMeters meters) {
        this.settings = settings;
        this.live = live;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        deadLetters = new DeadLetters(context, MonitorTopology.DEAD_LETTER_SINK, meters);
        store = new RunStore(context.getStateStore(RunStore.NAME), settings.detectors());
        states = store.load();
        states.values().forEach(state -> live.publish(this, Snapshooter.of(state)));
        context.schedule(settings.publishInterval(), PunctuationType.WALL_CLOCK_TIME, now -> publish());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Decoded decoded = codec.decode(record.key(), record.value());
        if (decoded instanceof Decoded.Accepted accepted) {
            meters.event(accepted.event().type().wireName());
            take(record, accepted.event());
        } else if (decoded instanceof Decoded.Refused refused) {
            meters.event(IntakeMeters.REFUSED_TYPE);
            deadLetters.send(record, refused.reason().label(), refused.detail());
        } else {
            meters.event(IntakeMeters.UNKNOWN_TYPE);
        }
    }

    private void take(Record<byte[], byte[]> record, Event event) {
        if (event.origin().rank() >= settings.maxRanks()) {
            deadLetters.send(record, Reason.OUT_OF_RANGE.label(), "rank: at most " + (settings.maxRanks() - 1));
            return;
        }
        RunState state = states.get(event.run());
        if (state == null) {
            if (live.size() + unpublishedRuns() >= settings.maxRuns()) {
                refuse(record, event.run());
                return;
            }
            state = new RunState(event.run(), settings.detectors());
            states.put(event.run(), state);
        }
        meters.steps(state.accept(event));
        store.save(state);
        unpublished.putIfAbsent(event.run(), record.timestamp());
    }

    private int unpublishedRuns() {
        return (int) unpublished.keySet().stream()
                .filter(run -> live.find(run).isEmpty())
                .count();
    }

    private void refuse(Record<byte[], byte[]> record, String run) {
        deadLetters.send(record, IntakeMeters.TOO_MANY_RUNS, "at most " + settings.maxRuns() + " runs per instance");
        if (refusedRuns.size() < settings.maxRuns() && refusedRuns.add(run)) {
            meters.refusedRun();
        }
    }

    private void publish() {
        unpublished.forEach((run, oldest) -> {
            live.publish(this, Snapshooter.of(states.get(run)));
            meters.published(Math.max(0, context.currentSystemTimeMs() - oldest) / 1000.0);
        });
        unpublished.clear();
    }

    @Override
    public void close() {
        live.dropAllOf(this);
    }
}
