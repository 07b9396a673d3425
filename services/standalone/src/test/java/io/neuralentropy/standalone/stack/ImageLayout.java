package io.neuralentropy.standalone.stack;

import static io.neuralentropy.standalone.stack.Compose.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.standalone.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A service's files as its image has them, put there by the same script, and its program started as the image starts it: with the
 * recipe's environment and nothing else, and where tests may do so as the user of the image, to whom nothing of it belongs.
 */
final class ImageLayout {
    private static final String USER = "10001";

    private final String service;
    private final Path home;

    private ImageLayout(String service, Path home) {
        this.service = service;
        this.home = home;
    }

    static ImageLayout of(String service) {
        Path home = Path.of(System.getProperty("neuralentropy.app"))
                .resolveSibling("image")
                .resolve(service);
        Program assemble = Program.run(
                List.of(ROOT.resolve("services/standalone/image/assemble").toString(), service, home.toString()));
        assertEquals(0, assemble.exitCode(), assemble.err().toString());
        return new ImageLayout(service, home);
    }

    Path home() {
        return home;
    }

    /** A directory that the service may write to. */
    static Path writable(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            // a test's own directory lets nobody else pass
            for (Path above = directory.getParent();
                    above != null && Files.isWritable(above);
                    above = above.getParent()) {
                var all = Files.getPosixFilePermissions(above);
                if (all.equals(PosixFilePermissions.fromString("rwx------"))) {
                    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx--x--x"));
                }
            }
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Starts the program.
     *
     * @param temporary what {@code /tmp} is in the container
     * @param environment beside the recipe's
     */
    Program start(Path temporary, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (canBeTheUser()) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--no-new-privs"));
        }
        command.addAll(List.of("env", "--default-signal=INT,TERM,HUP", "-i", "HOME=/nonexistent"));
        command.add("PATH=" + System.getenv("PATH"));
        command.add("JAVA_HOME=" + System.getProperty("java.home"));
        command.add("NEURAL_ENTROPY_JAVA_OPTIONS=-Xmx512m -Djava.io.tmpdir=" + temporary);
        recipe().forEach(setting -> command.add(
                setting.replace("=/tmp/", "=" + temporary + "/").replace("/opt/neural-entropy", home.toString())));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add(home.resolve("bin/neural-entropy").toString());
        command.addAll(arguments);
        return Program.run(command);
    }

    private boolean canBeTheUser() {
        return Program.run(List.of(
                                "setpriv",
                                "--reuid=" + USER,
                                "--regid=" + USER,
                                "--clear-groups",
                                "test",
                                "-x",
                                home.resolve("bin/neural-entropy").toString()))
                        .exitCode()
                == 0;
    }

    /** The settings of the environment in the stage of the service. */
    private List<String> recipe() {
        String recipe = Compose.text(ROOT.resolve("services/standalone/Dockerfile"));
        String stage = recipe.substring(recipe.indexOf(" AS " + service + "\n"));
        int next = stage.indexOf("\nFROM ");
        return Pattern.compile("(?:^ENV|\\\\\\n) +(\\w+=\\S+)", Pattern.MULTILINE)
                .matcher(next < 0 ? stage : stage.substring(0, next))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
