package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code dashboards/}, as they are shipped. */
public final class StackFiles {
    public static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    public static final Path PROMETHEUS = ROOT.resolve("dashboards/prometheus");
    public static final Path ALERTMANAGER = ROOT.resolve("dashboards/alertmanager");
    private static final YAMLMapper YAML = new YAMLMapper();

    private StackFiles() {}

    public static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static Path write(Path file, JsonNode yaml) {
        try {
            Files.createDirectories(file.getParent());
            YAML.writeValue(file.toFile(), yaml);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The files of a directory with that ending, by name. */
    public static List<Path> in(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
