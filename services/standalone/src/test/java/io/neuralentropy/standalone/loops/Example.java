package io.neuralentropy.standalone.loops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.standalone.process.OutsideProgram;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training loop of {@code docs/examples}, in Python without any package, and what the monitor makes of its events. */
final class Example {
    static final Path DIRECTORY = Path.of("..", "..", "docs", "examples");
    static final Path PAGE = Path.of("..", "..", "docs", "other-loops.md");

    private Example() {}

    /** The lines that a script of the page writes. */
    static List<String> lines(String script, String... options) {
        return python(DIRECTORY.resolve(script + ".py"), options);
    }

    /** The lines that any script writes. Without Python the test is skipped; with {@code CI=true} it fails. */
    static List<String> python(Path script, String... options) {
        assumeTrue(
                OutsideProgram.isInstalled("python3"), "python3 is not installed: the loops of the page are not run");
        List<String> command = new ArrayList<>(List.of("python3", "-B", script.toString()));
        command.addAll(List.of(options));
        try (Program program = Program.run(command)) {
            assertEquals(0, program.exitCode(), () -> String.join("\n", program.err()));
            return program.out();
        }
    }

    /** The runs that the lines tell of, in their order, as the monitor knows them at the end. */
    static Map<String, RunSnapshot> monitored(List<String> lines) {
        EventCodec codec = new EventCodec();
        Map<String, RunState> runs = new LinkedHashMap<>();
        for (String line : lines) {
            Event event = assertInstanceOf(Decoded.Accepted.class, codec.decode(line.getBytes(UTF_8)), line)
                    .event();
            runs.computeIfAbsent(event.run(), RunState::new).accept(event);
        }
        Map<String, RunSnapshot> snapshots = new LinkedHashMap<>();
        runs.forEach((run, state) -> snapshots.put(run, Snapshooter.of(state)));
        return snapshots;
    }
}
