package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.neuralentropy.monitor.json.Json;

/** Sends finished bodies: with their type, compressed where that is wanted, or an error as JSON. */
final class Replies {
    static final String JSON = "application/json";

    private Replies() {}

    static void send(Context ctx, String contentType, byte[] body) {
        ctx.contentType(contentType);
        ctx.header("Vary", "Accept, Accept-Encoding");
        if (body.length >= Gzip.MINIMUM_BYTES && Gzip.accepted(ctx.header("Accept-Encoding"))) {
            ctx.header("Content-Encoding", "gzip");
            ctx.result(Gzip.compress(body));
        } else {
            ctx.result(body);
        }
    }

    static void error(Context ctx, int status, String message) {
        ctx.status(status);
        ctx.contentType(JSON);
        ctx.result(errorBody(message));
    }

    static byte[] errorBody(String message) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeEndObject();
        });
    }
}
