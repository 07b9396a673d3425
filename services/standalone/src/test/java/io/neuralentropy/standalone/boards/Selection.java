package io.neuralentropy.standalone.boards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of a board's variables, put into expressions as Grafana does it for Prometheus. */
final class Selection {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Selection() {
        // longer names first: $__rate_interval before $__rate
        values.put("$__rate_interval", "10s");
        values.put("$__interval", "1s");
        values.put("$__range", "1h");
        values.put("$group", ".*");
        values.put("$instance", ".*");
        values.put("$runs", ".*");
    }

    /** A run to watch, everything else at All. */
    static Selection watching(String run) {
        Selection selection = new Selection();
        selection.values.put("$run", run);
        return selection;
    }

    /** Runs to compare, of some groups. */
    Selection comparing(List<String> groups, List<String> runs) {
        values.put("$group", several(groups));
        values.put("$runs", several(runs));
        return this;
    }

    /** Several values of a variable become a group of a regular expression, in which their own signs stand for themselves. */
    private static String several(List<String> chosen) {
        return chosen.stream()
                .map(value -> value.replaceAll("[.+*?()\\[\\]{}|^$\\\\]", "\\\\\\\\$0"))
                .collect(Collectors.joining("|", "(", ")"));
    }

    String in(String promql) {
        String filled = promql;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }
}
