package io.neuralentropy.monitor.web;

import io.neuralentropy.monitor.json.GroupJson;
import io.neuralentropy.monitor.snapshot.Groups;

/** {@code /api/groups}: what groups of runs say together. */
final class GroupRoutes {
    private final Groups groups;

    GroupRoutes(Groups groups) {
        this.groups = groups;
    }

    void register(Routes routes) {
        routes.read("/api/groups", ctx -> Replies.send(ctx, Replies.JSON, GroupJson.write(groups.all())));
    }
}
