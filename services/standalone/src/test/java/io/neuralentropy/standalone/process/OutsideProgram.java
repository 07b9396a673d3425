package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs that tests use where they are installed; in CI they must be. */
public final class OutsideProgram {
    private OutsideProgram() {}

    public static boolean isInstalled(String name) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(found, name + " must be installed where CI=true");
        }
        return found;
    }
}
