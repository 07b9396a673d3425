package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import java.util.Map;
import java.util.TreeMap;

/** The page and what it loads, and the API's description: files of a fixed list, held in memory. */
final class PageRoutes {
    private static final String PAGE = "page/";

    /** The version is that of the pinned WebJar: where they differ the server does not start, and every test says so. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final String[] PAGE_ASSETS = {
        "main.js",
        "store.js",
        "table.js",
        "charts.js",
        "evaluations.js",
        "chart.js",
        "thin.js",
        "colours.js",
        "format.js",
        "style.css",
        "icon.svg",
    };

    private final StaticFile index = StaticFile.load(PAGE + "index.html");
    private final StaticFile openApi = StaticFile.load("openapi.json");
    private final Map<String, StaticFile> assets = new TreeMap<>();

    PageRoutes() {
        for (String name : PAGE_ASSETS) {
            assets.put(name, StaticFile.load(PAGE + name));
        }
        assets.put("uPlot.js", StaticFile.load(UPLOT + "uPlot.esm.js"));
        assets.put("uPlot.css", StaticFile.load(UPLOT + "uPlot.min.css"));
    }

    void register(Routes routes) {
        routes.read("/", index::send);
        routes.read("/openapi.json", openApi::send);
        routes.read("/assets/{file}", this::asset);
    }

    private void asset(Context ctx) {
        StaticFile file = assets.get(ctx.pathParam("file"));
        if (file == null) {
            Replies.error(ctx, 404, "no such file");
        } else {
            file.send(ctx);
        }
    }
}
