package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.neuralentropy.monitor.json.CurveTable;
import java.util.Optional;

/** {@code /api}: runs and their curves, for the page and for scripts. */
final class ApiRoutes {
    private final AllRuns runs;

    ApiRoutes(AllRuns runs) {
        this.runs = runs;
    }

    void register(Routes routes) {
        routes.read("/api/runs", ArchiveNotice.on(runs, this::list));
        routes.read("/api/runs/{run}", ArchiveNotice.on(runs, this::one));
        routes.read("/api/runs/{run}/curve", ArchiveNotice.on(runs, this::curve));
    }

    private void list(Context ctx) {
        AllRuns.Page page = runs.list(RunQuery.of(ctx));
        if (page.next() != null) {
            ctx.header("Link", "<" + page.next() + ">; rel=\"next\"");
        }
        Replies.send(ctx, Replies.JSON, page.json());
    }

    private void one(Context ctx) {
        known(ctx, runs.find(ctx.pathParam("run"))).ifPresent(run -> Replies.send(ctx, Replies.JSON, run));
    }

    private void curve(Context ctx) {
        String run = ctx.pathParam("run");
        known(ctx, runs.curve(run)).ifPresent(curve -> curve(ctx, run, curve));
    }

    private static void curve(Context ctx, String run, CurveTable curve) {
        String format = ctx.queryParam("format");
        if (format == null || format.equals("json")) {
            Replies.send(ctx, Replies.JSON, curve.json());
        } else if (format.equals("csv")) {
            // an id is of letters, digits, dot, dash and underscore: safe as a file name
            ctx.header("Content-Disposition", "attachment; filename=\"" + run + ".csv\"");
            Replies.send(ctx, "text/csv; charset=utf-8", curve.csv());
        } else {
            Replies.error(ctx, 400, "format must be json or csv");
        }
    }

    /** What was found for the run that the path names; where there is nothing, the answer is already given. */
    private static <T> Optional<T> known(Context ctx, Optional<T> found) {
        if (found.isEmpty()) {
            Replies.error(ctx, 404, "no such run; /api/runs lists the known ones");
        }
        return found;
    }
}
