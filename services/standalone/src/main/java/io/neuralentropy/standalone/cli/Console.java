package io.neuralentropy.standalone.cli;

import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results on standard output, errors and progress on standard error.
 *
 * @param terminal whether a person watches standard error: then progress is redrawn in place
 */
public record Console(InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {

    /** The process's own streams. */
    public static Console system() {
        return new Console(System.in, writer(System.out), writer(System.err), isTerminal());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /**
     * {@link System#console} asks for standard input and output, not for standard error: the launcher, which can ask
     * for any of them, says what it found.
     */
    private static boolean isTerminal() {
        String found = System.getProperty("neuralentropy.terminal");
        return found == null ? System.console() != null : Boolean.parseBoolean(found);
    }

    /** One line of result, visible at once. */
    void print(String line) {
        out.println(line);
        out.flush();
    }

    /** One line beside the result. */
    void note(String line) {
        err.println(line);
        err.flush();
    }
}
