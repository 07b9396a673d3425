package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The boards fit the types that Grafana publishes of dashboards and of each panel's options. */
class BoardTypesIT {
    @TempDir
    private Path directory;

    @Test
    void everyNameAndValueIsOneThatGrafanaKnows() {
        List<String> files = Boards.all().stream()
                .map(board -> file(board).toAbsolutePath().toString())
                .toList();
        Node.Result result = Node.run(directory, "types.cjs", "", files);
        assertEquals(0, result.exitCode(), result.out() + result.err());
    }

    @Test
    void aMisspeltOptionIsFound() throws IOException {
        String board = Files.readString(file(Boards.all().get(0)));
        Path broken = Files.writeString(
                directory.resolve("broken.json"), board.replaceFirst("\"drawStyle\"", "\"drawStile\""));
        Node.Result result = Node.run(directory, "types.cjs", "", List.of(broken.toString()));
        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.out().contains("drawStile"), result.out());
    }

    private static Path file(Board board) {
        return Boards.DIRECTORY.resolve(board.file());
    }
}
