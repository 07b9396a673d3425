package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.neuralentropy.monitor.json.Json;

/** What machines ask of the monitor itself: metrics and health. */
final class ServiceRoutes {
    private final Health health;
    private final ScrapeHandler scrapes;

    ServiceRoutes(Health health, ScrapeHandler scrapes) {
        this.health = health;
        this.scrapes = scrapes;
    }

    void register(Routes routes) {
        routes.read("/metrics", this::metrics);
        routes.read("/healthz", this::live);
        routes.read("/readyz", this::ready);
    }

    private void metrics(Context ctx) {
        ScrapeHandler.Scrape scrape = scrapes.scrape(ctx.header("Accept"));
        Replies.send(ctx, scrape.contentType(), scrape.body());
    }

    private void live(Context ctx) {
        boolean live = health.live();
        answer(ctx, live, Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("live", live);
            json.writeEndObject();
        }));
    }

    private void ready(Context ctx) {
        Health.Readiness readiness = health.ready();
        answer(ctx, readiness.ready(), Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("ready", readiness.ready());
            if (!readiness.ready()) {
                json.writeStringField("cause", readiness.cause());
            }
            json.writeEndObject();
        }));
    }

    private static void answer(Context ctx, boolean well, byte[] body) {
        ctx.status(well ? 200 : 503);
        Replies.send(ctx, Replies.JSON, body);
    }
}
