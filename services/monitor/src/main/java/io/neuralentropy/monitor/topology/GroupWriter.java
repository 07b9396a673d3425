package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tells each run's group what the run has come to, and that it left. Remembers in a store which group was told last: a
 * later attempt may name another one, and nobody else could take the run back from the first.
 */
final class GroupWriter {
    static final String STORE = "run-groups";

    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<Bytes, byte[]> told;

    GroupWriter(ProcessorContext<byte[], byte[]> context, KeyValueStore<Bytes, byte[]> told) {
        this.context = context;
        this.told = told;
    }

    /** Tells a run's group its present numbers. A run without a group, N or entropy takes no part. */
    void write(RunSnapshot run) {
        if (!takesPart(run)) {
            leave(run.run());
            return;
        }
        note(run);
        forward(
                run.about().group(),
                run.run(),
                GroupRecord.value(new GroupRun(
                        run.run(),
                        run.attempt(),
                        run.step(),
                        run.about().dataset().size(),
                        run.neuralEntropy(),
                        run.learnedEntropy())));
    }

    /** Remembers the group that another application told of a run, so that the run leaves it all the same. */
    void adopt(RunSnapshot run) {
        if (takesPart(run)) {
            note(run);
        }
    }

    private void note(RunSnapshot run) {
        byte[] name = run.about().group().getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(name, told.get(key(run.run())))) {
            leave(run.run());
            told.put(key(run.run()), name);
        }
    }

    private static boolean takesPart(RunSnapshot run) {
        RunStarted about = run.about();
        return about != null
                && about.group() != null
                && !about.group().isEmpty()
                && about.dataset() != null
                && about.dataset().size() >= 1
                && (run.neuralEntropy().isKnown() || run.learnedEntropy().isKnown());
    }

    /** Takes a run back from the group that was told of it, if any was. */
    void leave(String run) {
        byte[] group = told.get(key(run));
        if (group != null) {
            forward(new String(group, StandardCharsets.UTF_8), run, null);
            told.delete(key(run));
        }
    }

    private static Bytes key(String run) {
        return Bytes.wrap(run.getBytes(StandardCharsets.UTF_8));
    }

    private void forward(String group, String run, byte[] value) {
        context.forward(
                new Record<>(GroupRecord.key(group, run), value, context.currentSystemTimeMs()),
                MonitorTopology.GROUP_RUNS_SINK);
    }
}
