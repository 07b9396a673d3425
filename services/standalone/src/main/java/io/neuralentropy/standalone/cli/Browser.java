package io.neuralentropy.standalone.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Opens a page in the user's browser. */
final class Browser {
    private Browser() {}

    static void open(String url, Console console) {
        String program = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(program, url)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            console.note(Errors.PROGRAM + "cannot open a browser (no " + program + "): open " + url + " yourself");
        }
    }
}
