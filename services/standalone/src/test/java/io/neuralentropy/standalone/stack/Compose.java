package io.neuralentropy.standalone.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A compose file as compose reads it: anchors merged, variables filled in. What it says is handed out as maps, lists and
 * texts.
 */
public final class Compose {
    /** The repository. */
    public static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    /** {@code ${NAME}}, {@code ${NAME:-otherwise}}, {@code ${NAME:?what to do}}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^}]*))?}");

    private final Map<String, Object> root;

    private Compose(Map<String, Object> root) {
        this.root = root;
    }

    /** The stack with the settings of {@code .env.example}. */
    public static Compose stack() {
        return read("docker-compose.yml", exampleSettings());
    }

    /** What is changed for a GPU. */
    public static Compose gpu() {
        return read("docker-compose.gpu.yml", exampleSettings());
    }

    /** A file of the repository; variables that are not set keep their defaults. */
    static Compose read(String file, Map<String, String> settings) {
        return new Compose(map(yaml(ROOT.resolve(file), text -> fill(text, settings))));
    }

    interface Edit {
        String of(String text);
    }

    static Object yaml(Path file, Edit edit) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(edit.of(text(file)));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static String fill(String text, Map<String, String> settings) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = settings.get(found.group(1));
            if (value == null || value.isEmpty()) {
                value = "-".equals(found.group(2)) ? found.group(3) : "";
            }
            return java.util.regex.Matcher.quoteReplacement(value);
        });
    }

    /** The variables of a file and their defaults; null where there is none. */
    static Map<String, String> variables(String file) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (MatchResult found :
                VARIABLE.matcher(text(ROOT.resolve(file))).results().toList()) {
            variables.put(found.group(1), "-".equals(found.group(2)) ? found.group(3) : null);
        }
        return variables;
    }

    /** {@code .env.example}. */
    static Map<String, String> exampleSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        text(ROOT.resolve(".env.example"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line ->
                        settings.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return settings;
    }

    public Set<String> services() {
        return map(root.get("services")).keySet();
    }

    public Map<String, Object> service(String name) {
        return map(map(root.get("services")).get(name));
    }

    /** Names that the file declares at its top: {@code volumes}, {@code secrets}. */
    Set<String> declared(String kind) {
        return new TreeSet<>(map(root.get(kind)).keySet());
    }

    Map<String, Object> declaration(String kind, String name) {
        return map(map(root.get(kind)).get(name));
    }

    /** The words that a service's program is started with. */
    public List<String> command(String service) {
        return texts(service(service).get("command"));
    }

    public Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        map(service(service).get("environment")).forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return environment;
    }

    /** What is mounted into a service, by where it appears: a path that begins with a dot or a slash, or a volume's name. */
    Map<String, String> mounts(String service) {
        Map<String, String> mounts = new LinkedHashMap<>();
        for (String mount : texts(service(service).get("volumes"))) {
            String[] parts = mount.split(":");
            mounts.put(parts[1], parts[0]);
        }
        return mounts;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    static List<String> texts(Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }
}
