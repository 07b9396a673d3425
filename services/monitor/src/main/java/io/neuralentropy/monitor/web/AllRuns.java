package io.neuralentropy.monitor.web;

import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.json.CurveTable;
import io.neuralentropy.monitor.json.Json;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every run there is, in JSON: as it is now where this instance owns it, else as it was last written down. */
final class AllRuns {
    private final Snapshots live;
    private final ArchivedRuns archived;

    AllRuns(Snapshots live, ArchivedRuns archived) {
        this.live = live;
        this.archived = archived;
    }

    /** The summaries of all runs in an array, ordered by id. */
    byte[] list() {
        Map<String, Json.Content> runs = new TreeMap<>();
        for (Archived run : archived.all()) {
            runs.put(run.run(), json -> Json.raw(json, run.summary()));
        }
        for (RunSnapshot run : live.all()) {
            runs.put(run.run(), json -> RunJson.writeSummary(json, run));
        }
        return Json.bytes(json -> {
            json.writeStartArray();
            for (Json.Content run : runs.values()) {
                run.writeTo(json);
            }
            json.writeEndArray();
        });
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
        Optional<RunSnapshot> snapshot = live(run);
        return snapshot.isPresent()
                ? snapshot.map(now -> CurveTable.of(run, now.curve()))
                : archived(run).map(then -> CurveTable.read(then.curve()));
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
        Optional<RunSnapshot> snapshot = live(run);
        return snapshot.isPresent()
                ? snapshot.map(now -> CurveTable.of(run, now.curve().coarse(Curve.COARSE)))
                : archived(run).map(then -> CurveTable.read(then.curve()));
    }

    private Optional<RunSnapshot> live(String run) {
        return Origin.isRunId(run) ? live.find(run) : Optional.empty();
    }

    private Optional<Archived> archived(String run) {
        return Origin.isRunId(run) ? archived.find(run) : Optional.empty();
    }
}
