package io.neuralentropy.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the results of a command go beside standard output. */
public final class Document {
    @Option(names = "--into", paramLabel = "FILE", description = "Document that also gets the tables.")
    private Path file;

    /** Prints the results and puts them into the document, where one was named: see {@link Page#publish}. */
    public void publish(String text, String place) {
        Page.publish(text, file, place);
    }
}
