package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which runs of the list are asked for, and how many at once.
 *
 * @param group that they are of; null for any
 * @param states one of which they are in, as the API calls them; empty for any
 * @param after the id that comes before theirs; empty for the first
 * @param limit of runs in one answer
 */
record RunQuery(String group, Set<String> states, String after, int limit) {
    /** Runs in one answer at most, about 1.5 kB each; also where nothing is said. */
    static final int MOST = 1000;

    private static final List<String> STATES =
            Arrays.stream(TrainingState.values()).map(TrainingState::wireName).toList();

    /**
     * What a request asks for.
     *
     * @throws HttpResponseException (400) where a parameter cannot be
     */
    static RunQuery of(Context request) {
        String after = request.queryParam("after");
        require(after == null || Origin.isRunId(after), "after must be the id of a run");
        Set<String> states = new LinkedHashSet<>(request.queryParams("state"));
        require(STATES.containsAll(states), "state must be one of " + String.join(", ", STATES));
        return new RunQuery(
                request.queryParam("group"), states, after == null ? "" : after, limit(request.queryParam("limit")));
    }

    private static int limit(String text) {
        boolean isSmall = text == null || text.matches("[0-9]{1,4}");
        int limit = isSmall && text != null ? Integer.parseInt(text) : MOST;
        require(isSmall && limit >= 1 && limit <= MOST, "limit must be a whole number from 1 to " + MOST);
        return limit;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new HttpResponseException(400, otherwise);
        }
    }

    /** Whether every run is wanted: then what runs say need not be looked at. */
    boolean isForAll() {
        return group == null && states.isEmpty();
    }

    boolean wants(String runsGroup, String runsState) {
        return (group == null || group.equals(runsGroup)) && (states.isEmpty() || states.contains(runsState));
    }

    /** Path and parameters of the answer that goes on after a run. */
    String next(String run) {
        String filter = states.stream().map(state -> "&state=" + state).collect(Collectors.joining());
        if (group != null) {
            filter = "&group=" + URLEncoder.encode(group, StandardCharsets.UTF_8) + filter;
        }
        return "/api/runs?after=" + run + "&limit=" + limit + filter;
    }
}
