package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.compare.ComparedRun;
import io.neuralentropy.monitor.compare.Comparison;
import io.neuralentropy.monitor.json.ComparisonJson;
import io.neuralentropy.monitor.json.CurveTable;
import io.neuralentropy.monitor.json.RunJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/compare}: runs side by side. */
final class CompareRoutes {
    /** Of runs, and of levels of each kind: more are no comparison, and every one costs. */
    private static final int MOST = 32;

    private final AllRuns runs;

    CompareRoutes(AllRuns runs) {
        this.runs = runs;
    }

    void register(Routes routes) {
        routes.read("/api/compare", ArchiveNotice.on(runs, this::compare));
    }

    private void compare(Context ctx) {
        Set<String> ids = new LinkedHashSet<>(ctx.queryParams("run"));
        if (ids.size() < 2 || ids.size() > MOST) {
            throw new HttpResponseException(400, "name 2 to " + MOST + " different runs: ?run=A&run=B");
        }
        List<Double> efficiencies = levels(ctx, "efficiency", Comparison.DEFAULT_EFFICIENCIES);
        List<Double> entropies = levels(ctx, "entropy", List.of());
        Map<String, byte[]> summaries = new LinkedHashMap<>();
        List<ComparedRun> compared = new ArrayList<>();
        for (String id : ids) {
            Optional<byte[]> summary = runs.summary(id);
            Optional<CurveTable> curve = runs.coarseCurve(id);
            if (summary.isEmpty() || curve.isEmpty()) {
                Replies.error(ctx, 404, unknown(id));
                return;
            }
            summaries.put(id, summary.get());
            compared.add(curve.get().compared(RunJson.totalEntropy(summary.get())));
        }
        Comparison comparison = Comparison.of(compared, efficiencies, entropies);
        Replies.send(ctx, Replies.JSON, ComparisonJson.write(summaries, comparison));
    }

    /** What is no id is not repeated. */
    private static String unknown(String id) {
        return "no such run" + (Origin.isRunId(id) ? ": " + id : "") + "; /api/runs lists the known ones";
    }

    private static List<Double> levels(Context ctx, String name, List<Double> otherwise) {
        List<String> given = ctx.queryParams(name);
        if (given.size() > MOST) {
            throw new HttpResponseException(400, name + ": at most " + MOST + " levels");
        }
        return given.isEmpty()
                ? otherwise
                : given.stream().map(text -> level(name, text)).toList();
    }

    private static double level(String name, String text) {
        try {
            double level = Double.parseDouble(text);
            if (level > 0 && level < Double.POSITIVE_INFINITY) {
                return level;
            }
        } catch (NumberFormatException e) {
            throw wrong(name);
        }
        throw wrong(name);
    }

    private static HttpResponseException wrong(String name) {
        return new HttpResponseException(400, name + " must be a number above 0");
    }
}
