package io.neuralentropy.standalone.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run was run on.
 *
 * @param processor as Linux names it
 * @param cores that the program may use
 */
public record Machine(String processor, int cores, String java) {

    static Machine present() {
        return new Machine(name(), Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    }

    private static String name() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | RuntimeException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    /** For people. */
    String text() {
        return cores + (cores == 1 ? " core" : " cores") + " of " + processor + ", Java " + java;
    }
}
