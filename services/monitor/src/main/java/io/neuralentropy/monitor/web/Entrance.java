package io.neuralentropy.monitor.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for every request: who may ask, what may be asked, what every answer says, and how failures look. */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HostGate hosts;

    Entrance(HostGate hosts) {
        this.hosts = hosts;
    }

    void register(RoutesConfig routes) {
        routes.before(this::guard);
        routes.exception(HttpResponseException.class, (e, ctx) -> refuse(ctx, e));
        routes.exception(Exception.class, (e, ctx) -> fail(ctx, e));
    }

    private void guard(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        if (!hosts.admits(ctx.header("Host"))) {
            throw new HttpResponseException(
                    403, "this host name is not known here: add it to the allowed hosts of the monitor");
        }
        String method = ctx.req().getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            ctx.header("Allow", "GET, HEAD");
            throw new HttpResponseException(405, "only GET and HEAD are answered");
        }
    }

    private static void refuse(Context ctx, HttpResponseException e) {
        boolean unknownPath = e.getStatus() == 404;
        Replies.error(ctx, e.getStatus(), unknownPath ? "no such path; /openapi.json lists them" : e.getMessage());
    }

    /** The client learns that it failed, the log learns why. */
    private static void fail(Context ctx, Exception e) {
        LOG.error("request failed: {}", ctx.endpoint().path, e);
        Replies.error(ctx, 500, "the monitor failed to answer; its log says why");
    }
}
