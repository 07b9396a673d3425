package io.neuralentropy.standalone;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryDirectoryTest {

    @Test
    void goesWithAllThatIsInIt() throws IOException {
        Path path;
        try (TemporaryDirectory directory = TemporaryDirectory.create("neural-entropy-test-")) {
            path = directory.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "text");
            assertTrue(Files.isDirectory(path));
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void doesNotFollowLinks() throws IOException {
        try (TemporaryDirectory kept = TemporaryDirectory.create("neural-entropy-test-")) {
            Path file = Files.writeString(kept.path().resolve("file"), "text");
            try (TemporaryDirectory directory = TemporaryDirectory.create("neural-entropy-test-")) {
                Files.createSymbolicLink(directory.path().resolve("link"), kept.path());
            }
            assertTrue(Files.exists(file));
        }
    }

    @Test
    void mayBeClosedTwice() {
        TemporaryDirectory directory = TemporaryDirectory.create("neural-entropy-test-");
        directory.close();
        directory.close();
        assertFalse(Files.exists(directory.path()));
    }
}
