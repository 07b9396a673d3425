package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which runs of the list are asked for, and how many at once.
 *
 * @param group that they are of; null for any
 * @param states under one of whose names they are found; empty for any
 * @param after the id that comes before theirs; empty for the first
 * @param limit of runs in one answer
 */
record RunQuery(String group, Set<TrainingState> states, String after, int limit) {
    /** Runs in one answer at most, about 1.5 kB each; also where nothing is said. */
    static final int MOST = 1000;

    private static final Map<String, TrainingState> STATES = Arrays.stream(TrainingState.values())
            .collect(Collectors.toMap(
                    TrainingState::wireName, Function.identity(), (one, other) -> one, LinkedHashMap::new));

    /**
     * What a request asks for.
     *
     * @throws HttpResponseException (400) where a parameter cannot be
     */
    static RunQuery of(Context request) {
        String after = request.queryParam("after");
        require(after == null || Origin.isRunId(after), "after must be the id of a run");
        Set<TrainingState> states = new LinkedHashSet<>();
        request.queryParams("state").forEach(name -> states.add(state(name)));
        return new RunQuery(
                request.queryParam("group"), states, after == null ? "" : after, limit(request.queryParam("limit")));
    }

    private static TrainingState state(String name) {
        require(STATES.containsKey(name), "state must be one of " + String.join(", ", STATES.keySet()));
        return STATES.get(name);
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

    /** @param isIn whether a run is found under the name of a state */
    boolean wants(String runsGroup, Predicate<TrainingState> isIn) {
        return (group == null || group.equals(runsGroup))
                && (states.isEmpty() || states.stream().anyMatch(isIn));
    }

    /** Path and parameters of the answer that goes on after a run. */
    String next(String run) {
        String filter =
                states.stream().map(state -> "&state=" + state.wireName()).collect(Collectors.joining());
        if (group != null) {
            filter = "&group=" + URLEncoder.encode(group, StandardCharsets.UTF_8) + filter;
        }
        return "/api/runs?after=" + run + "&limit=" + limit + filter;
    }
}
