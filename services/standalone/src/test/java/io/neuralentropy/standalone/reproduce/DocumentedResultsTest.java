package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of the long runs, docs/reproduction.md, against the results that are kept of them in docs/results. */
class DocumentedResultsTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path RESULTS = DOCS.resolve("results");

    static List<String> kept() throws IOException {
        try (Stream<Path> directories = Files.list(RESULTS)) {
            return directories
                    .filter(Files::isDirectory)
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void someAreKept() throws IOException {
        assertFalse(kept().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void makeThePagesTables(String name) throws IOException {
        List<RunResult> results = new ResultStore(RESULTS.resolve(name).resolve("results")).all();
        Report report = Experiments.named(name).report(results);

        assertEquals(report.markdown(), section(name));
    }

    /** What the page shows below the picture. */
    private static String section(String name) throws IOException {
        String page = Files.readString(DOCS.resolve("reproduction.md"));
        String open = "<!-- " + name + " -->\n![" + name + "](images/" + name + ".png)\n\n";
        int from = page.indexOf(open) + open.length();
        return page.substring(from, page.indexOf("\n<!-- /" + name + " -->"));
    }
}
