package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes runs to the topics of run metrics and run curves, in the transaction that holds the events behind them: changed ones
 * at a bounded pace, their curves more seldom, one that ends at once. Groups are updated at the same pace as the metrics.
 *
 * <p>What a run is written over is asked of the {@link ArchiveGuard} before this state writes it for the first time; from
 * then on the record is the state's own and follows it, also when a resumption makes it shorter.
 */
final class MetricsWriter {
    /** Intervals of metrics from one writing of a curve to the next. */
    static final int CURVE_INTERVALS = 6;

    /** A record that is larger, of a run with many ranks, is written more seldom, in proportion. */
    static final int FULL_PACE_BYTES = 16 * 1024;

    private final ProcessorContext<byte[], byte[]> context;
    private final RunLedger ledger;
    private final GroupWriter groups;
    private final ArchiveGuard guard;
    private final IntakeMeters meters;
    private final CurveWriter curves;
    private final long intervalMillis;
    private final Map<String, Due> due = new HashMap<>();

    /** From when on a run may be written again, ms. */
    private record Due(long record, long curve) {
        static final Due NOW = new Due(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    MetricsWriter(
            ProcessorContext<byte[], byte[]> context,
            RunLedger ledger,
            GroupWriter groups,
            ArchiveGuard guard,
            IntakeMeters meters,
            Duration interval) {
        this.context = context;
        this.ledger = ledger;
        this.groups = groups;
        this.guard = guard;
        this.meters = meters;
        this.curves = new CurveWriter(context);
        this.intervalMillis = interval.toMillis();
    }

    /** Writes the runs that changed and were not written for the interval. */
    void writeDue(Function<String, RunState> states) {
        long now = context.currentSystemTimeMs();
        for (String run : ledger.unwritten()) {
            Due next = due.getOrDefault(run, Due.NOW);
            if (now >= (ledger.isRecordUnwritten(run) ? next.record : next.curve)) {
                RunFaults.contain(meters, "write", run, () -> writeDue(states.apply(run), now >= next.curve));
            }
        }
    }

    private void writeDue(RunState state, boolean withCurve) {
        if (state != null) {
            write(state, withCurve);
        }
    }

    /** Writes a run with its curve at once; returns false where that has to wait until the archive has been read. */
    boolean write(RunState state) {
        return write(state, true);
    }

    private boolean write(RunState state, boolean withCurve) {
        if (ledger.isOurs(state.run())) {
            writeAgain(Snapshooter.of(state), withCurve);
            return true;
        }
        if (guard.isReady()) {
            writeFirst(Snapshooter.of(state));
            return true;
        }
        return false;
    }

    private void writeAgain(RunSnapshot snapshot, boolean withCurve) {
        if (ledger.isRecordUnwritten(snapshot.run())) {
            writeRecord(snapshot);
        }
        if (withCurve) {
            writeCurve(snapshot, ledger.curveBlocks(snapshot.run()));
        }
    }

    private void writeFirst(RunSnapshot snapshot) {
        String run = snapshot.run();
        if (guard.keeps(snapshot)) {
            ledger.kept(run);
            groups.adopt(snapshot);
            due.put(run, new Due(context.currentSystemTimeMs() + intervalMillis, Long.MIN_VALUE));
        } else {
            writeRecord(snapshot);
            writeCurve(snapshot, guard.curveBlocks(run));
        }
    }

    private void writeRecord(RunSnapshot snapshot) {
        String run = snapshot.run();
        long now = context.currentSystemTimeMs();
        byte[] key = run.getBytes(StandardCharsets.UTF_8);
        byte[] value = RunJson.record(snapshot, context.applicationId());
        context.forward(new Record<>(key, value, now), MonitorTopology.RUN_METRICS_SINK);
        groups.write(snapshot);
        ledger.recordWritten(run);
        long wait = intervalMillis * (1 + value.length / FULL_PACE_BYTES);
        due.merge(run, new Due(now + wait, Long.MIN_VALUE), (before, after) -> new Due(after.record, before.curve));
    }

    private void writeCurve(RunSnapshot snapshot, long there) {
        String run = snapshot.run();
        ledger.curveWritten(run, curves.write(run, snapshot.curve(), there));
        long next = context.currentSystemTimeMs() + CURVE_INTERVALS * intervalMillis;
        due.merge(run, new Due(Long.MIN_VALUE, next), (before, after) -> new Due(before.record, after.curve));
    }

    /** A run has left: what was written of it stays, but not in its group. */
    void forget(String run) {
        due.remove(run);
        curves.forget(run);
        guard.forget(run);
        groups.leave(run);
    }
}
