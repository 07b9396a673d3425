package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproduceTest {
    @TempDir
    private Path directory;

    private InProcess.Outcome reproduce(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "reproduce";
        all[1] = "--out=" + directory.resolve("out");
        all[2] = "--redraw";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new InProcess().run(all);
    }

    @ParameterizedTest
    @CsvSource({
        "learning-curve, --quick, unknown experiment 'learning-curve': use one of learning-curves",
        "learning-curves, --only=vpx-d5, learning-curves has no run vpx-d5",
        "learning-curves, --seeds=0, --seeds must be at least 1: 0",
        "learning-curves, --epochs=-1, --epochs must be 0 or more: -1",
        "learning-curves, --threads=0, --threads must be at least 1: 0"
    })
    void whatCannotBeIsWrongUsage(String name, String option, String message) {
        InProcess.Outcome outcome = reproduce(name, option);

        assertEquals(2, outcome.code());
        assertTrue(outcome.err().startsWith("neural-entropy: " + message), outcome.err());
    }

    @Test
    void thereIsNothingToDrawBeforeARunHasEnded() {
        InProcess.Outcome outcome = reproduce("learning-curves");

        assertEquals(1, outcome.code());
        assertEquals(
                "neural-entropy: no run has ended yet: leave --redraw out to run them",
                outcome.err().strip());
    }
}
