package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The shipped rules. */
public final class Rules {
    public static final Path DIRECTORY = StackFiles.PROMETHEUS.resolve("rules");
    public static final Path TESTS = StackFiles.PROMETHEUS.resolve("tests");

    private static final Pattern RANGE = Pattern.compile("\\[(\\d+)m]");
    private static final Pattern MINUTES = Pattern.compile("(\\d+)m");

    private Rules() {}

    /** Every rule of every file. */
    public static List<JsonNode> all() {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : StackFiles.in(DIRECTORY, ".yml")) {
            for (JsonNode group : StackFiles.yaml(file).get("groups")) {
                group.get("rules").forEach(rules::add);
            }
        }
        return rules;
    }

    public static Stream<JsonNode> alerts() {
        return all().stream().filter(rule -> rule.has("alert"));
    }

    /**
     * Writes the rules to another directory with every minute of {@code for}, {@code keep_firing_for} and the ranges of
     * expressions made a second: a test can wait for these. Expressions, thresholds, labels and texts stay.
     */
    static Path quickened(Path directory) {
        for (Path file : StackFiles.in(DIRECTORY, ".yml")) {
            JsonNode yaml = StackFiles.yaml(file);
            for (JsonNode group : yaml.get("groups")) {
                group.get("rules").forEach(rule -> quicken((ObjectNode) rule));
            }
            StackFiles.write(directory.resolve(file.getFileName()), yaml);
        }
        return directory;
    }

    private static void quicken(ObjectNode rule) {
        for (String key : new String[] {"for", "keep_firing_for"}) {
            if (rule.has(key)) {
                Matcher minutes = MINUTES.matcher(rule.get(key).asText());
                if (!minutes.matches()) {
                    throw new AssertionError(key + " is not in minutes: " + rule);
                }
                rule.set(key, TextNode.valueOf(minutes.group(1) + "s"));
            }
        }
        rule.put("expr", RANGE.matcher(rule.get("expr").asText()).replaceAll("[$1s]"));
    }
}
