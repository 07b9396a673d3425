package io.neuralentropy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts results where they belong: standard output, and a marked place in a document, so that no figure is typed. */
public final class Page {
    private Page() {}

    /** What the figures were measured on; a sentence. */
    public static String machine() {
        return "%d cores, Java %s (%s), %s %s."
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }

    /**
     * Prints the text; where {@code document} is not null, also puts it there between the lines {@code <!-- name -->} and
     * {@code <!-- end of name -->}.
     *
     * @throws IllegalArgumentException when the document has no such lines
     */
    public static void publish(String text, Path document, String name) {
        System.out.println(text);
        if (document == null) {
            return;
        }
        try {
            Files.writeString(document, replaced(Files.readString(document), text, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String replaced(String document, String text, String name) {
        String begin = "<!-- " + name + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf("<!-- end of " + name + " -->");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the document has no place marked " + begin.strip());
        }
        return document.substring(0, from + begin.length()) + text.strip() + "\n" + document.substring(to);
    }
}
