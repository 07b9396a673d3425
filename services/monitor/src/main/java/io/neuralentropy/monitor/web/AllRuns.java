package io.neuralentropy.monitor.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.json.CurveTable;
import io.neuralentropy.monitor.json.Json;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every run there is, in JSON: as it is now where this instance owns it, else as it was last written down. */
final class AllRuns {
    private final Snapshots live;
    private final ArchivedRuns archived;

    AllRuns(Snapshots live, ArchivedRuns archived) {
        this.live = live;
        this.archived = archived;
    }

    /** Whether all that was written before this process started is among them. */
    boolean isComplete() {
        return archived.isComplete();
    }

    /**
     * A part of the list.
     *
     * @param json array of summaries, ordered by id
     * @param next where the list goes on; null at its end
     */
    record Page(byte[] json, String next) {}

    /** A run of the list, not yet written. */
    private interface Listed extends Json.Content {
        boolean isWanted(RunQuery query);
    }

    /** The summaries of the runs that are asked for. */
    Page list(RunQuery query) {
        List<Map.Entry<String, Listed>> found = byId().tailMap(query.after() + '\0').entrySet().stream()
                .filter(run -> query.isForAll() || run.getValue().isWanted(query))
                .limit(query.limit() + 1L)
                .toList();
        boolean ends = found.size() <= query.limit();
        List<Map.Entry<String, Listed>> page = ends ? found : found.subList(0, query.limit());
        byte[] json = Json.bytes(out -> {
            out.writeStartArray();
            for (Map.Entry<String, Listed> run : page) {
                run.getValue().writeTo(out);
            }
            out.writeEndArray();
        });
        return new Page(json, ends ? null : query.next(page.get(page.size() - 1).getKey()));
    }

    private SortedMap<String, Listed> byId() {
        SortedMap<String, Listed> runs = new TreeMap<>();
        archived.all().forEach(run -> runs.put(run.run(), new Then(run)));
        live.all().forEach(run -> runs.put(run.run(), new Now(run)));
        return runs;
    }

    private record Now(RunSnapshot run) implements Listed {
        @Override
        public boolean isWanted(RunQuery query) {
            String group = run.about() == null ? null : run.about().group();
            return query.wants(group, run.standing()::isIn);
        }

        @Override
        public void writeTo(JsonGenerator json) throws IOException {
            RunJson.writeSummary(json, run);
        }
    }

    private record Then(Archived run) implements Listed {
        @Override
        public boolean isWanted(RunQuery query) {
            byte[] summary = run.summary();
            String state = RunJson.text(summary, RunJson.STATE);
            return query.wants(
                    RunJson.text(summary, RunJson.GROUP),
                    name -> name.wireName().equals(state));
        }

        @Override
        public void writeTo(JsonGenerator json) throws IOException {
            Json.raw(json, run.summary());
        }
    }

    /** All of a run but its curve; empty where there is no such run. */
    Optional<byte[]> find(String run) {
        Optional<RunSnapshot> snapshot = live(run);
        return snapshot.isPresent()
                ? snapshot.map(now -> Json.bytes(json -> RunJson.write(json, now)))
                : archived(run).map(Archived::full);
    }

    /** A run's curve; empty where there is no such run. */
    Optional<CurveTable> curve(String run) {
        return liveCurve(run)
                .map(now -> CurveTable.of(run, now))
                .or(() -> archived(run).map(then -> CurveTable.read(then.curve())));
    }

    /** That of a run that leaves this very moment is empty: what was written of it says more. */
    private Optional<Curve> liveCurve(String run) {
        return live(run)
                .map(RunSnapshot::curve)
                .filter(curve -> curve.size() > 0 || archived(run).isEmpty());
    }

    /** A run as in the list. */
    Optional<byte[]> summary(String run) {
        Optional<RunSnapshot> snapshot = live(run);
        return snapshot.isPresent()
                ? snapshot.map(now -> Json.bytes(json -> RunJson.writeSummary(json, now)))
                : archived(run).map(Archived::summary);
    }

    /** A run's curve at the resolution that every run has, so that curves are alike. */
    Optional<CurveTable> coarseCurve(String run) {
        return liveCurve(run)
                .map(now -> CurveTable.of(run, now.coarse(Curve.COARSE)))
                .or(() -> archived(run).map(then -> CurveTable.read(then.curve())));
    }

    private Optional<RunSnapshot> live(String run) {
        return Origin.isRunId(run) ? live.find(run) : Optional.empty();
    }

    private Optional<Archived> archived(String run) {
        return Origin.isRunId(run) ? archived.find(run) : Optional.empty();
    }
}
