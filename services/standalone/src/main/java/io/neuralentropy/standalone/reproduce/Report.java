package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.standalone.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an experiment has shown.
 *
 * @param tables for terminal and page
 * @param figures panels of one picture; none where there is nothing to draw
 * @param notes what the tables mean, and what they were made on; a sentence each
 */
public record Report(List<Table> tables, List<Figure> figures, List<String> notes) {
    public Report {
        tables = List.copyOf(tables);
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    /** Tables and notes in Markdown, without a trailing line end. */
    public String markdown() {
        List<String> parts = new ArrayList<>();
        tables.forEach(table -> parts.add(table.markdown()));
        if (!notes.isEmpty()) {
            parts.add(notes.stream().map(note -> "- " + note).collect(Collectors.joining("\n")));
        }
        return String.join("\n\n", parts);
    }

    /** What is to be said of runs whatever they are for: what went wrong, and what they were trained on. */
    static List<String> remarks(List<RunResult> results) {
        List<String> remarks = new ArrayList<>();
        results.stream()
                .filter(result -> result.missingSteps() > 0)
                .forEach(result -> remarks.add(result.run() + ": " + result.missingSteps()
                        + " of its steps are missing in the monitor's curve: never"
                        + " heard of, or lost with the part of a bucket that a resumption cut off."));
        results.stream()
                .filter(result -> !result.isCompleted())
                .forEach(result -> remarks.add(
                        result.run() + " failed after step " + result.steps() + ": " + result.reason() + "."));
        machines(results).forEach(remarks::add);
        return remarks;
    }

    /** On which machines, and for how long, the runs were trained: one note for each machine. */
    private static Stream<String> machines(List<RunResult> results) {
        return results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.machine().text() + ", " + result.threads() + " threads",
                        TreeMap::new,
                        Collectors.summingDouble(RunResult::seconds)))
                .entrySet()
                .stream()
                .map(entry -> "Trained for " + Durations.text(entry.getValue()) + " in all on " + entry.getKey() + ".");
    }
}
