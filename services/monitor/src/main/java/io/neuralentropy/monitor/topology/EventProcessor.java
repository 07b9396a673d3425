package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.monitor.json.StateNewsJson;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.snapshot.StateNews;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes the events of one partition into the states of their runs, tells each change of state, publishes snapshots of what
 * changed, writes them to the topic of run metrics, and lets those go of which nothing was heard for long.
 *
 * <p>Every change is written to the store with the record that caused it, so that both stand at the committed offset after a crash.
 * {@link #init} runs again after each restore, {@link #close} on each revocation: nothing is carried from one to the next.
 */
final class EventProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How often to look for what is due, at most: both are bounds from below, to the second or the minute. */
    private static final Duration METRICS_LOOK = Duration.ofSeconds(1);

    private static final Duration EXPIRY_LOOK = Duration.ofMinutes(1);

    private final TopologySettings settings;
    private final Partitioning partitioning;
    private final RunShelf shelf;
    private final IntakeMeters meters;
    private final EventCodec codec = new EventCodec();
    private final Set<String> refusedRuns = new HashSet<>();
    private ProcessorContext<byte[], byte[]> context;
    private DeadLetters deadLetters;
    private Rerouter rerouter;
    private MetricsWriter metrics;
    private ExpiryClock clock;
    private RunStates states;
    private RunLedger ledger;
    private RunPublisher publisher;
    private RunWarnings warnings;
    private RunRetention retention;

    EventProcessor(TopologySettings settings, Partitioning partitioning, RunShelf shelf, IntakeMeters meters) {
        this.settings = settings;
        this.partitioning = partitioning;
        this.shelf = shelf;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        // a corrupted task begins again without having been closed
        close();
        context = newContext;
        long now = context.currentSystemTimeMs();
        deadLetters = new DeadLetters(context, MonitorTopology.DEAD_LETTER_SINK, meters);
        rerouter = new Rerouter(context, partitioning, deadLetters, meters);
        clock = new ExpiryClock(now);
        ledger = new RunLedger(context.getStateStore(RunLedger.NAME));
        ledger.load(now - settings.retainSilent().toMillis());
        RunStore store = new RunStore(context.getStateStore(RunStore.NAME));
        states = new RunStates(store, settings.detectors(), shelf.memory());
        publisher = new RunPublisher(this, states, ledger, shelf.live(), meters);
        warnings = new RunWarnings(states, ledger, publisher);
        retention = new RunRetention(settings, ledger, shelf.live());
        GroupWriter groups = new GroupWriter(context, context.getStateStore(GroupWriter.STORE));
        ArchiveGuard guard = new ArchiveGuard(shelf.published(), meters);
        metrics = new MetricsWriter(context, ledger, groups, guard, meters, settings.metricsInterval());
        refusedRuns.clear();
        rerouter.dropForeign(ledger, states);
        ledger.runs().forEach(this::showStored);
        every(settings.publishInterval(), () -> publisher.publish(context.currentSystemTimeMs()));
        every(least(settings.metricsInterval(), METRICS_LOOK), () -> metrics.writeDue(states::find));
        Duration shortest = least(settings.retainFinished(), settings.retainSilent());
        every(least(shortest, EXPIRY_LOOK), this::expire);
    }

    private void showStored(String run) {
        shelf.slots().keep(this, run);
        RunFaults.contain(meters, "read", run, () -> publisher.publish(run));
    }

    private void every(Duration interval, Runnable work) {
        context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> work.run());
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (rerouter.isOfOthers(record)) {
            return;
        }
        Decoded decoded = codec.decode(record.key(), record.value());
        if (decoded instanceof Decoded.Accepted accepted) {
            accept(record, accepted);
        } else if (decoded instanceof Decoded.Refused refused) {
            meters.event(IntakeMeters.REFUSED_TYPE);
            String run = refused.run() == null ? DeadLetterRecord.runOf(record.key()) : refused.run();
            putAside(record, run, refused.reason().label(), refused.detail());
        } else {
            meters.event(IntakeMeters.UNKNOWN_TYPE);
        }
    }

    /** @param run that the record is of, a valid id; null where that cannot be read */
    private void putAside(Record<byte[], byte[]> record, String run, String reason, String detail) {
        deadLetters.send(record, run, reason, detail);
        if (run != null) {
            warnings.refused(run, reason, detail, record.timestamp());
        }
    }

    private void accept(Record<byte[], byte[]> record, Decoded.Accepted accepted) {
        Event event = accepted.event();
        if (rerouter.owns(event.run())) {
            meters.event(event.type().wireName());
            take(record, accepted);
        } else {
            rerouter.route(record, event);
        }
    }

    private void take(Record<byte[], byte[]> record, Decoded.Accepted accepted) {
        Event event = accepted.event();
        if (event.origin().rank() >= settings.maxRanks()) {
            putAside(record, event.run(), Reason.OUT_OF_RANGE.label(), "rank: at most " + (settings.maxRanks() - 1));
            return;
        }
        int expired = ledger.expiredAttempt(event.run());
        if (event.origin().attempt() <= expired) {
            deadLetters.send(
                    record,
                    event.run(),
                    IntakeMeters.EXPIRED_RUN,
                    "expired at attempt " + expired + ": only a later one revives it");
            return;
        }
        RunState state = states.find(event.run());
        if (state == null) {
            if (!hasPlaceFor(event.run())) {
                refuse(record, event.run());
                return;
            }
            state = states.create(event.run());
        }
        try {
            take(record, accepted, state);
        } catch (RuntimeException e) {
            forgetHalfDone(event.run());
            throw e;
        }
    }

    /** What a failed event has half done is on the heap alone. */
    private void forgetHalfDone(String run) {
        states.discard(run);
        if (!ledger.isKept(run)) {
            shelf.slots().free(this, run);
        }
    }

    private boolean hasPlaceFor(String run) {
        if (shelf.slots().take(this, run)) {
            return true;
        }
        long now = clock.now(context.currentSystemTimeMs());
        Optional<String> least = retention.leastValuable(now);
        least.ifPresent(leaving -> expire(leaving, now));
        return least.isPresent() && shelf.slots().take(this, run);
    }

    private void take(Record<byte[], byte[]> record, Decoded.Accepted accepted, RunState state) {
        Event event = state.plausible(accepted.event(), record.timestamp());
        boolean wasFinished = state.isFinished();
        long heardAt = clock.heard(record.timestamp(), event.origin().time(), context.currentSystemTimeMs());
        state.heard(event, heardAt);
        Optional<String> objection = state.objection(event);
        Intake intake = objection.isPresent() ? Intake.NO_STEPS : state.accept(event);
        warnings.ignored(state, accepted.ignored());
        state.save();
        warnings.log(state);
        meters.steps(intake);
        tell(state);
        ledger.heard(event.run(), heardAt);
        publisher.changed(event.run(), heardAt);
        objection.ifPresent(why -> putAside(record, event.run(), IntakeMeters.IMPLAUSIBLE_STEP, why));
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

    private void refuse(Record<byte[], byte[]> record, String run) {
        deadLetters.send(
                record, run, IntakeMeters.TOO_MANY_RUNS, "at most " + settings.maxRuns() + " runs per instance");
        if (refusedRuns.size() < settings.maxRuns() && refusedRuns.add(run)) {
            meters.refusedRun();
        }
    }

    private void expire() {
        long now = clock.now(context.currentSystemTimeMs());
        retention.expired(now).forEach(run -> RunFaults.contain(meters, "expire", run, () -> expire(run, now)));
    }

    /** The last numbers stay in the topics of run metrics and curves; all else of the run goes, once they can be written. */
    private void expire(String run, long now) {
        RunState state = states.find(run);
        if (state != null && ledger.isUnwritten(run) && !metrics.write(state)) {
            return;
        }
        metrics.forget(run);
        ledger.expired(run, state == null ? RunLedger.NEVER_EXPIRED : state.attempt(), now);
        states.delete(run);
        publisher.drop(run);
        shelf.slots().free(this, run);
        meters.expiredRun();
    }

    @Override
    public void close() {
        shelf.live().dropAllOf(this);
        shelf.slots().freeAllOf(this);
        if (states != null) {
            states.close();
            states = null;
        }
    }
}
