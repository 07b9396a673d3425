package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes runs to the topic of run metrics, in the transaction that holds the events behind them: changed ones at a bounded
 * pace, one that ends at once. Their groups are told at the same pace.
 */
final class MetricsWriter {
    private final ProcessorContext<byte[], byte[]> context;
    private final RunLedger ledger;
    private final GroupWriter groups;
    private final long intervalMillis;
    private final Map<String, Long> lastWritten = new HashMap<>();

    MetricsWriter(ProcessorContext<byte[], byte[]> context, RunLedger ledger, GroupWriter groups, Duration interval) {
        this.context = context;
        this.ledger = ledger;
        this.groups = groups;
        this.intervalMillis = interval.toMillis();
    }

    /** Writes the runs that changed and were not written for the interval. */
    void writeDue(Function<String, RunState> states) {
        long now = context.currentSystemTimeMs();
        for (String run : ledger.unwritten()) {
            Long last = lastWritten.get(run);
            if (last == null || now - last >= intervalMillis) {
                write(states.apply(run));
            }
        }
    }

    void write(RunState state) {
        long now = context.currentSystemTimeMs();
        RunSnapshot snapshot = Snapshooter.of(state);
        byte[] value = RunJson.record(snapshot, snapshot.curve().coarse(Curve.COARSE));
        byte[] key = state.run().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, value, now), MonitorTopology.RUN_METRICS_SINK);
        groups.write(snapshot);
        ledger.written(state.run());
        lastWritten.put(state.run(), now);
    }

    /** A run has left: what was written of it stays, but not in its group. */
    void forget(String run) {
        lastWritten.remove(run);
        groups.leave(run);
    }
}
