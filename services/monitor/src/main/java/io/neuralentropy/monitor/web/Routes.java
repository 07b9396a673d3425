package io.neuralentropy.monitor.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.Set;
import java.util.TreeSet;

/** Registers what can be read. HEAD runs the same handler as GET, so that its headers tell the truth. */
final class Routes {
    private final RoutesConfig routes;
    private final Set<String> paths = new TreeSet<>();

    Routes(RoutesConfig routes) {
        this.routes = routes;
    }

    void read(String path, Handler handler) {
        paths.add(path);
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /** All registered paths, with their parameters in braces. */
    Set<String> paths() {
        return paths;
    }
}
