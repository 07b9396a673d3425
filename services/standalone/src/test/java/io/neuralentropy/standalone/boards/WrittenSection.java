package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files and parts of docs/boards.md that the code writes: with {@code -Dboards.write=true}; otherwise they must be as it would. */
final class WrittenSection {
    static final boolean WRITE = Boolean.getBoolean("boards.write");

    private static final Path DOC = Path.of("..", "..", "docs", "boards.md");

    private WrittenSection() {}

    static void holdFile(Path file, String wanted) {
        try {
            if (WRITE) {
                Files.writeString(file, wanted);
            }
            assertEquals(wanted, Files.readString(file), file + ": write it with -Dboards.write=true");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void hold(String name, List<String> lines) {
        holdFile(DOC, replaced(name, lines));
    }

    /** Writes where asked to; what changes from run to run is not held. */
    static void write(String name, List<String> lines) {
        if (WRITE) {
            holdFile(DOC, replaced(name, lines));
        }
    }

    private static String replaced(String name, List<String> lines) {
        try {
            String doc = Files.readString(DOC);
            String open = "<!-- " + name + " -->\n";
            String close = "<!-- /" + name + " -->";
            assertTrue(doc.contains(open) && doc.contains(close), DOC + " has no section " + name);
            int from = doc.indexOf(open) + open.length();
            return doc.substring(0, from) + String.join("\n", lines) + "\n" + doc.substring(doc.indexOf(close));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
