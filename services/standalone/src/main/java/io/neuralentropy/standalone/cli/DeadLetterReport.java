package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.replay.DeadLetterReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said of dead letters that were sent again. */
final class DeadLetterReport {
    private DeadLetterReport() {}

    /** One line, and a second one where letters were left out. */
    static List<String> lines(DeadLetterReplay replay) {
        List<String> lines = new ArrayList<>(List.of(sent(replay)));
        List<String> left = new ArrayList<>();
        count(left, replay.invalid(), "no valid events");
        count(left, replay.truncated(), "truncated");
        count(left, replay.repeated(), "replayed before");
        if (!left.isEmpty()) {
            lines.add("left out: " + String.join(", ", left));
        }
        return lines;
    }

    private static String sent(DeadLetterReplay replay) {
        long sum = replay.sent().values().stream().mapToLong(Long::longValue).sum();
        String reasons = new TreeMap<>(replay.sent())
                .entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(", "));
        return "replayed " + sum + " dead letters: " + replay.acknowledged() + " acknowledged"
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static void count(List<String> parts, long number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }
}
