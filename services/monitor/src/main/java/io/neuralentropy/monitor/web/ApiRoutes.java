package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.util.Optional;

/** {@code /api}: runs and their curves, for the page and for scripts. */
final class ApiRoutes {
    private final Snapshots snapshots;

    ApiRoutes(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    void register(Routes routes) {
        routes.read("/api/runs", this::list);
        routes.read("/api/runs/{run}", this::one);
        routes.read("/api/runs/{run}/curve", this::curve);
    }

    private void list(Context ctx) {
        Replies.send(ctx, Replies.JSON, Json.bytes(json -> {
            json.writeStartArray();
            for (RunSnapshot run : snapshots.all()) {
                RunJson.writeSummary(json, run);
            }
            json.writeEndArray();
        }));
    }

    private void one(Context ctx) {
        Optional<RunSnapshot> found = find(ctx);
        found.ifPresent(run -> Replies.send(ctx, Replies.JSON, Json.bytes(json -> RunJson.write(json, run))));
    }

    private void curve(Context ctx) {
        Optional<RunSnapshot> found = find(ctx);
        found.ifPresent(run -> curve(ctx, run));
    }

    private static void curve(Context ctx, RunSnapshot run) {
        String format = ctx.queryParam("format");
        if (format == null || format.equals("json")) {
            Replies.send(ctx, Replies.JSON, CurveFormat.json(run));
        } else if (format.equals("csv")) {
            // an id is of letters, digits, dot, dash and underscore: safe as a file name
            ctx.header("Content-Disposition", "attachment; filename=\"" + run.run() + ".csv\"");
            Replies.send(ctx, "text/csv; charset=utf-8", CurveFormat.csv(run));
        } else {
            Replies.error(ctx, 400, "format must be json or csv");
        }
    }

    /** The run that the path names; where there is none, the answer is already given. */
    private Optional<RunSnapshot> find(Context ctx) {
        String id = ctx.pathParam("run");
        Optional<RunSnapshot> found = Origin.isRunId(id) ? snapshots.find(id) : Optional.empty();
        if (found.isEmpty()) {
            Replies.error(ctx, 404, "no such run; /api/runs lists the known ones");
        }
        return found;
    }
}
