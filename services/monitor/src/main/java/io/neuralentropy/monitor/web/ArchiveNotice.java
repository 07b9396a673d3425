package io.neuralentropy.monitor.web;

import io.javalin.http.Handler;

/** Says in a header, to those who ask for runs soon after the start, that the archive is still being read. */
final class ArchiveNotice {
    static final String HEADER = "Neural-Entropy-Archive";
    static final String CATCHING_UP = "catching-up";

    private ArchiveNotice() {}

    static Handler on(AllRuns runs, Handler answer) {
        return ctx -> {
            if (!runs.isComplete()) {
                ctx.header(HEADER, CATCHING_UP);
            }
            answer.handle(ctx);
        };
    }
}
