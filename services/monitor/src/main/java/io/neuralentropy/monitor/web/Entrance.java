package io.neuralentropy.monitor.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for every request: who may ask, what may be asked, what every answer says, and how failures look. */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FAILED = "the monitor failed to answer; its log says why";

    private final HostGate hosts;

    Entrance(HostGate hosts) {
        this.hosts = hosts;
    }

    void register(JavalinConfig config) {
        config.routes.before(this::guard);
        config.routes.exception(HttpResponseException.class, (e, ctx) -> refuse(ctx, e));
        config.routes.exception(Exception.class, (e, ctx) -> fail(ctx, e));
        config.router.javaLangErrorHandler(Entrance::fail);
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
        LOG.error("no answer given: {}", ctx.endpoint().path, e);
        Replies.error(ctx, 500, FAILED);
    }

    private static void fail(HttpServletResponse response, Error e) {
        LOG.error("no answer given", e);
        response.setStatus(500);
        response.setContentType(Replies.JSON);
        try {
            response.getOutputStream().write(Replies.errorBody(FAILED));
        } catch (IOException gone) {
            LOG.debug("client left before it was told", gone);
        }
    }
}
