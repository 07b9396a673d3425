package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import java.util.List;

/** A program of Prometheus' family: listens on a port of its own choice, says which in its log, ends on TERM. */
final class Daemon implements AutoCloseable {
    private final Program program;
    private final String address;

    /** Starts it and waits until it is ready. */
    Daemon(List<String> command) {
        program = Program.run(command);
        address = program.awaitError(".*msg=\"Listening on\" address=(\\S+)");
        Http.await(url("-/ready"), answer -> answer.contains("eady") || answer.equals("OK"), "that it is ready");
    }

    /** host:port. */
    String address() {
        return address;
    }

    String url(String path) {
        return "http://" + address + "/" + path;
    }

    List<String> log() {
        return program.err();
    }

    @Override
    public void close() {
        try (program) {
            assertEquals(0, program.signal("TERM").exitCode(), program.err().toString());
        }
    }
}
