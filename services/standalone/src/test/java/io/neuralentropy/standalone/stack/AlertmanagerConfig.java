package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shipped configuration of Alertmanager made to run on one machine: secrets in another directory, webhooks at another
 * address, and every duration of its routes a sixtieth of what it is. Routes, groups, inhibition and texts stay.
 */
final class AlertmanagerConfig {
    private static final String SECRETS = "/run/secrets/";
    private static final Pattern DURATION = Pattern.compile("(\\d+)([smhd])");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);

    private AlertmanagerConfig() {}

    /**
     * Writes one.
     *
     * @param name of the file in {@code dashboards/alertmanager}
     * @param directory that gets the file, and holds its secrets
     * @param receiver base address of whoever is told, with a slash at its end
     */
    static Path quickened(String name, Path directory, String receiver) {
        Path shipped = StackFiles.ALERTMANAGER.resolve(name);
        try {
            String text = Files.readString(shipped)
                    .replace(SECRETS, directory + "/")
                    .replace("http://alert-receiver:8080/", receiver);
            Files.writeString(directory.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        JsonNode config = StackFiles.yaml(directory.resolve(name));
        quicken(config.get("route"));
        return StackFiles.write(directory.resolve(name), config);
    }

    private static void quicken(JsonNode route) {
        for (String key : new String[] {"group_wait", "group_interval", "repeat_interval"}) {
            if (route.has(key)) {
                ((ObjectNode) route)
                        .set(key, TextNode.valueOf(sixtieth(route.get(key).asText())));
            }
        }
        route.path("routes").forEach(AlertmanagerConfig::quicken);
    }

    private static String sixtieth(String duration) {
        Matcher parts = DURATION.matcher(duration);
        if (!parts.matches()) {
            throw new AssertionError("not one number and unit: " + duration);
        }
        return Long.parseLong(parts.group(1)) * SECONDS.get(parts.group(2)) * 1000 / 60 + "ms";
    }
}
