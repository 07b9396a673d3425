package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A run's curve, as a monitor tells it, by lines: one per bucket of steps. */
final class CurveLines {
    private static final int OK = 200;

    /** How a line is written. */
    enum Format {
        /** A heading, then values separated by commas; unknown ones are empty. */
        CSV,
        /** One JSON object per bucket; unknown values are left out. */
        JSONL;

        /** By the name of a file; CSV where there is none. */
        static Format of(Path file) {
            return file != null && file.toString().matches(".*\\.(jsonl|ndjson|json)(\\.gz)?") ? JSONL : CSV;
        }
    }

    static final class FormatName extends EnumName<Format> {
        FormatName() {
            super(Format.class);
        }
    }

    private CurveLines() {}

    /** @throws CliException where the monitor has no such run, or is none */
    static void write(MonitorClient monitor, String run, Format format, ExportTarget target) throws IOException {
        String path = "/api/runs/" + run + "/curve";
        if (format == Format.CSV) {
            for (String line : ask(monitor, path + "?format=csv").lines().toList()) {
                target.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } else {
            JsonNode columns = JsonText.parse(ask(monitor, path));
            for (int bucket = 0; bucket < columns.path("step").size(); bucket++) {
                target.write(object(columns, bucket).toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static ObjectNode object(JsonNode columns, int bucket) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        columns.properties().forEach(column -> {
            JsonNode value = column.getValue().path(bucket);
            if (!value.isMissingNode() && !value.isNull()) {
                object.set(column.getKey(), value);
            }
        });
        return object;
    }

    private static String ask(MonitorClient monitor, String path) {
        MonitorClient.Answer answer = monitor.get(path);
        if (answer.status() != OK) {
            throw new CliException(JsonText.parse(answer.body())
                    .path("error")
                    .asText("what answers is no monitor (HTTP status " + answer.status()
                            + "): give the monitor's address by --monitor"));
        }
        return answer.body();
    }
}
