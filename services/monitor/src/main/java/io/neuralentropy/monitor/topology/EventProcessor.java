package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.monitor.json.StateNewsJson;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.StateNews;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of one partition into the states of their runs, tells each change of state, publishes snapshots of what
 * changed, writes them to the topic of run metrics, and lets those go of which nothing was heard for long.
 *
 * <p>States live on the heap and every change is written to the store with the record that caused it, so that both stand at
 * the committed offset after a crash. {@link #init} runs again after each restore, {@link #close} on each revocation.
 */
final class EventProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How often to look for what is due, at most: both are bounds from below, to the second or the minute. */
    private static final Duration METRICS_LOOK = Duration.ofSeconds(1);

    private static final Duration EXPIRY_LOOK = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);

    private final TopologySettings settings;
    private final Partitioning partitioning;
    private final LiveSnapshots live;
    private final IntakeMeters meters;
    private final EventCodec codec = new EventCodec();
    private final Map<String, Long> unpublished = new HashMap<>();
    private final Set<String> refusedRuns = new HashSet<>();
    private ProcessorContext<byte[], byte[]> context;
    private DeadLetters deadLetters;
    private Rerouter rerouter;
    private MetricsWriter metrics;
    private ExpiryClock clock;
    private RunStore store;
    private RunLedger ledger;
    private Map<String, RunState> states;

    EventProcessor(TopologySettings settings, Partitioning partitioning, LiveSnapshots live, IntakeMeters meters) {
        this.settings = settings;
        this.partitioning = partitioning;
        this.live = live;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        long now = context.currentSystemTimeMs();
        deadLetters = new DeadLetters(context, MonitorTopology.DEAD_LETTER_SINK, meters);
        rerouter = new Rerouter(context, partitioning, deadLetters, meters);
        store = new RunStore(context.getStateStore(RunStore.NAME), settings.detectors());
        states = store.load();
        dropForeign();
        ledger = new RunLedger(context.getStateStore(RunLedger.NAME));
        ledger.load(states.keySet(), now, now - settings.retainSilent().toMillis());
        GroupWriter groups = new GroupWriter(context, context.getStateStore(GroupWriter.STORE));
        metrics = new MetricsWriter(context, ledger, groups, settings.metricsInterval());
        clock = new ExpiryClock(now);
        states.values().forEach(this::publish);
        every(settings.publishInterval(), this::publish);
        every(least(settings.metricsInterval(), METRICS_LOOK), () -> metrics.writeDue(states));
        Duration shortest = least(settings.retainFinished(), settings.retainSilent());
        every(least(shortest, EXPIRY_LOOK), this::expire);
    }

    /** Halves of runs that earlier versions kept wherever a client had put their events. */
    private void dropForeign() {
        List<String> foreign =
                states.keySet().stream().filter(run -> !rerouter.owns(run)).toList();
        if (foreign.isEmpty()) {
            return;
        }
        for (String run : foreign) {
            store.delete(run);
            states.remove(run);
        }
        LOG.warn(
                "Dropped {} run(s) from partition {}, which does not own them: what it held of them was one part; export and"
                        + " replay them to have them whole: {}",
                foreign.size(),
                context.taskId().partition(),
                foreign.subList(0, Math.min(10, foreign.size())));
    }

    private void every(Duration interval, Runnable work) {
        context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> work.run());
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Decoded decoded = codec.decode(record.key(), record.value());
        if (decoded instanceof Decoded.Accepted accepted) {
            accept(record, accepted.event());
        } else if (decoded instanceof Decoded.Refused refused) {
            meters.event(IntakeMeters.REFUSED_TYPE);
            deadLetters.send(record, refused.reason().label(), refused.detail());
        } else {
            meters.event(IntakeMeters.UNKNOWN_TYPE);
        }
    }

    private void accept(Record<byte[], byte[]> record, Event event) {
        if (rerouter.owns(event.run())) {
            meters.event(event.type().wireName());
            take(record, event);
        } else {
            rerouter.route(record, event);
        }
    }

    private void take(Record<byte[], byte[]> record, Event event) {
        if (event.origin().rank() >= settings.maxRanks()) {
            deadLetters.send(record, Reason.OUT_OF_RANGE.label(), "rank: at most " + (settings.maxRanks() - 1));
            return;
        }
        int expired = ledger.expiredAttempt(event.run());
        if (event.origin().attempt() <= expired) {
            deadLetters.send(
                    record,
                    IntakeMeters.EXPIRED_RUN,
                    "expired at attempt " + expired + ": only a later one revives it");
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
        take(record, event, state);
    }

    private void take(Record<byte[], byte[]> record, Event event, RunState state) {
        boolean wasFinished = state.isFinished();
        meters.steps(state.accept(event));
        store.save(state);
        tell(state);
        long heardAt = clock.heard(record.timestamp(), event.origin().time(), context.currentSystemTimeMs());
        ledger.heard(event.run(), heardAt);
        unpublished.putIfAbsent(event.run(), heardAt);
        if (!wasFinished && state.isFinished()) {
            metrics.write(state);
        }
    }

    /** In the transaction of the event and of the stored change, so that each change is told once. */
    private void tell(RunState state) {
        for (StateNews news : state.drainNews()) {
            context.forward(
                    new Record<>(
                            news.run().getBytes(StandardCharsets.UTF_8),
                            StateNewsJson.bytes(news, context.applicationId()),
                            context.currentSystemTimeMs()),
                    MonitorTopology.RUN_STATES_SINK);
        }
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
            publish(states.get(run));
            meters.published(Math.max(0, context.currentSystemTimeMs() - oldest) / 1000.0);
        });
        unpublished.clear();
    }

    private void publish(RunState state) {
        live.publish(this, Snapshooter.of(state), ledger.lastHeard(state.run()));
    }

    private void expire() {
        long now = clock.now(context.currentSystemTimeMs());
        for (RunState state : List.copyOf(states.values())) {
            Duration kept = state.isFinished() ? settings.retainFinished() : settings.retainSilent();
            if (now - kept.toMillis() > ledger.lastHeard(state.run())) {
                expire(state, now);
            }
        }
    }

    /** The last numbers stay in the topic of run metrics; all else of the run goes. */
    private void expire(RunState state, long now) {
        String run = state.run();
        if (ledger.isUnwritten(run)) {
            metrics.write(state);
        }
        metrics.forget(run);
        store.delete(run);
        ledger.expired(run, state.attempt(), now);
        states.remove(run);
        unpublished.remove(run);
        live.drop(this, run);
        meters.expiredRun();
    }

    @Override
    public void close() {
        live.dropAllOf(this);
    }
}
