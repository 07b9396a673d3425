package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    private Path temporary;

    @Test
    void trainsAndShowsAndEndsAndLeavesNothing() {
        try (Program demo = Program.start(temporary, "demo", "--http-port=0", "--steps=200", "--exit-when-done")) {
            assertEquals(0, demo.exitCode(), demo.err().toString());

            demo.await("live page   http://127\\.0\\.0\\.1:\\d+/");
            demo.await("metrics     http://127\\.0\\.0\\.1:\\d+/metrics");
            demo.await("Kafka       127\\.0\\.0\\.1:\\d+");
            demo.await("done: vp-d9, vpx-d9, .*; the monitor shows every step");
            List<String> last =
                    demo.err().subList(demo.err().size() - 3, demo.err().size());
            last.forEach(line -> assertTrue(line.matches("\\S+ +100 % 200/200 +S_NN .* ± .* loss .* steps/s"), line));
            assertTrue(demo.err().stream().noneMatch(line -> line.contains("\u001b")), "control characters in a pipe");
            assertEquals(List.of(), Program.leftIn(temporary));
        }
    }

    @Test
    void endsCleanlyOnCtrlC() {
        try (Program demo = Program.start(temporary, "demo", "--http-port=0", "--steps=1000000")) {
            demo.await("Kafka .*");
            assertEquals(130, demo.signal("INT").exitCode(), demo.err().toString());
            assertEquals(List.of(), Program.leftIn(temporary));
        }
    }
}
