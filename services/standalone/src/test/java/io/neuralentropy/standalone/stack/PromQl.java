package io.neuralentropy.standalone.stack;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be told of an expression without evaluating it. */
public final class PromQl {
    private static final Pattern NOT_METRICS = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"" // strings
                    + "|'(?:[^'\\\\]|\\\\.)*'"
                    + "|#[^\n]*"
                    + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)" // label lists
                    + "|\\[[^\\]]*\\]" // ranges
                    + "|\\boffset\\s+-?\\w+");
    private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
    private static final Pattern WORD = Pattern.compile("(?<![\\w.:$])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "by", "without", "inf", "nan");

    private PromQl() {}

    /** Names of the metrics that an expression selects. Selectors by {@code __name__} are not understood. */
    public static Set<String> metrics(String expression) {
        String bare = MATCHERS.matcher(NOT_METRICS.matcher(expression).replaceAll(" "))
                .replaceAll(" ");
        Set<String> metrics = new TreeSet<>();
        Matcher word = WORD.matcher(bare);
        while (word.find()) {
            if (!KEYWORDS.contains(word.group().toLowerCase(java.util.Locale.ROOT))) {
                metrics.add(word.group());
            }
        }
        return metrics;
    }
}
