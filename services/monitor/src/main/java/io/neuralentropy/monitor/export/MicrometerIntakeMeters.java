package io.neuralentropy.monitor.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.codec.Reason;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.topology.IntakeMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Counts into Micrometer. Every meter and every label value is registered at the start, so that zero shows as 0. */
public final class MicrometerIntakeMeters implements IntakeMeters {
    private static final Duration[] LATENCY_BUCKETS = Stream.of(
                    10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<String, Counter> events = new HashMap<>();
    private final Map<String, Counter> deadLetters = new HashMap<>();
    private final Counter accepted;
    private final Counter duplicate;
    private final Counter superseded;
    private final Counter late;
    private final Counter refusedRuns;
    private final Counter expiredRuns;
    private final Counter refusedGroupRuns;
    private final Counter withheldRuns;
    private final Counter rerouted;
    private final Map<String, Counter> skipped = new HashMap<>();
    private final Counter runFaults;
    private final Timer eventToSnapshot;

    public MicrometerIntakeMeters(MeterRegistry registry) {
        for (EventType type : EventType.values()) {
            events.put(type.wireName(), counter(registry, MonitorMeter.EVENTS, "type", type.wireName()));
        }
        for (String type : new String[] {UNKNOWN_TYPE, REFUSED_TYPE}) {
            events.put(type, counter(registry, MonitorMeter.EVENTS, "type", type));
        }
        for (Reason reason : Reason.values()) {
            deadLetters.put(reason.label(), counter(registry, MonitorMeter.DEAD_LETTERS, "reason", reason.label()));
        }
        for (String reason : new String[] {TOO_MANY_RUNS, EXPIRED_RUN, IMPLAUSIBLE_STEP, WRONG_PARTITION, FAILED}) {
            deadLetters.put(reason, counter(registry, MonitorMeter.DEAD_LETTERS, "reason", reason));
        }
        accepted = counter(registry, MonitorMeter.ACCEPTED_STEPS);
        duplicate = counter(registry, MonitorMeter.DUPLICATE_STEPS);
        superseded = counter(registry, MonitorMeter.SUPERSEDED_STEPS);
        late = counter(registry, MonitorMeter.LATE_STEPS);
        refusedRuns = counter(registry, MonitorMeter.REFUSED_RUNS);
        expiredRuns = counter(registry, MonitorMeter.EXPIRED_RUNS);
        refusedGroupRuns = counter(registry, MonitorMeter.REFUSED_GROUP_RUNS);
        withheldRuns = counter(registry, MonitorMeter.WITHHELD_RUNS);
        rerouted = counter(registry, MonitorMeter.REROUTED_RECORDS);
        for (String topic : new String[] {Topics.GROUP_RUNS, Topics.REROUTED}) {
            skipped.put(topic, counter(registry, MonitorMeter.SKIPPED_RECORDS, "topic", topic));
        }
        runFaults = counter(registry, MonitorMeter.RUN_FAULTS);
        eventToSnapshot = Timer.builder(MonitorMeter.EVENT_TO_SNAPSHOT.meterName())
                .description(MonitorMeter.EVENT_TO_SNAPSHOT.help())
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, MonitorMeter meter, String... tags) {
        return Counter.builder(meter.meterName())
                .description(meter.help())
                .tags(tags)
                .register(registry);
    }

    @Override
    public void event(String type) {
        events.get(type).increment();
    }

    @Override
    public void deadLetter(String reason) {
        deadLetters.get(reason).increment();
    }

    @Override
    public void steps(Intake intake) {
        increment(accepted, intake.accepted());
        increment(late, intake.late());
        increment(duplicate, intake.duplicate());
        increment(superseded, intake.superseded());
    }

    private static void increment(Counter counter, long amount) {
        if (amount > 0) {
            counter.increment(amount);
        }
    }

    @Override
    public void refusedRun() {
        refusedRuns.increment();
    }

    @Override
    public void expiredRun() {
        expiredRuns.increment();
    }

    @Override
    public void runFault() {
        runFaults.increment();
    }

    @Override
    public void refusedGroupRun() {
        refusedGroupRuns.increment();
    }

    @Override
    public void withheldRun() {
        withheldRuns.increment();
    }

    @Override
    public void rerouted() {
        rerouted.increment();
    }

    @Override
    public void skipped(String topic) {
        skipped.get(topic).increment();
    }

    @Override
    public void published(double seconds) {
        eventToSnapshot.record(Duration.ofNanos((long) (seconds * 1e9)));
    }
}
