package io.neuralentropy.standalone.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/** Runs commands in this JVM: for what ends by itself and needs no signal. */
final class InProcess {
    static {
        // a program starts its log alone; of tests that run at once one does, and the others get a stand-in until it
        // has
        while (LoggerFactory.getILoggerFactory() instanceof SubstituteLoggerFactory) {
            Thread.onSpinWait();
        }
    }

    private final Map<String, String> environment;
    private String input = "";

    InProcess() {
        this(Map.of());
    }

    InProcess(Map<String, String> environment) {
        this.environment = environment;
    }

    InProcess input(String text) {
        input = text;
        return this;
    }

    record Outcome(int code, String out, String err) {}

    Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false);
        int code = new Cli(environment, console, StopSignal.deaf()).execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }
}
