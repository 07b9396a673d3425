package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceIT {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(120).toNanos();

    @TempDir
    private Path temporary;

    private Program reproduce(Path out, String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {"reproduce", "learning-curves", "--only=vp-d3", "--epochs=1", "--out=" + out},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Program.start(temporary, arguments);
    }

    private static JsonNode result(Path out) throws IOException {
        return new ObjectMapper()
                .readTree(out.resolve("results").resolve("vp-d3-s1.json").toFile());
    }

    private static void await(Path file) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(file)) {
            if (System.nanoTime() > deadline) {
                fail("never came: " + file);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void killedInTheMiddleItGoesOnAndEndsWithTheSameNumbers(@TempDir Path whole, @TempDir Path killed)
            throws IOException {
        try (Program program = reproduce(whole)) {
            assertEquals(0, program.exitCode(), program.err().toString());
        }
        try (Program program = reproduce(killed)) {
            await(killed.resolve("checkpoints").resolve("vp-d3-s1.000000000064.checkpoint"));
            program.signal("KILL").exitCode();
        }
        assertTrue(Files.notExists(killed.resolve("results").resolve("vp-d3-s1.json")), "it was killed too late");
        try (Program program = reproduce(killed)) {
            assertEquals(0, program.exitCode(), program.err().toString());
            assertTrue(
                    program.err().stream().anyMatch(line -> line.matches("vp-d3-s1 goes on after step (64|128|192)")),
                    program.err().toString());
        }

        JsonNode first = result(whole);
        JsonNode second = result(killed);
        assertEquals(256, second.path("steps").asLong());
        assertEquals("completed", second.path("status").asText());
        assertEquals(first.path("stations"), second.path("stations"));

        try (Program again = reproduce(killed)) {
            assertEquals(0, again.exitCode(), again.err().toString());
            assertEquals(List.of(), again.err(), "nothing is run again");
            assertTrue(
                    again.out().contains("picture  " + killed.resolve("learning-curves.png")),
                    again.out().toString());
        }
    }
}
