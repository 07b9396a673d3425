package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.standalone.stack.PrometheusClient.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is left for a panel to draw after Grafana's own transformations, run by Node.js.
 *
 * @param frames columns of each frame
 * @param unmatched matchers of overrides that no field fits
 */
record DrawnPanel(String title, List<List<Field>> frames, List<String> unmatched) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A panel and the answers to its queries. */
    record Answered(Panel panel, List<List<Series>> answers) {
        Map<String, Object> json() {
            List<Object> told = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                Query query = panel.queries().get(i);
                told.add(Json.object(
                        "refId", query.refId(),
                        "table", query.format().equals("table"),
                        "legend", query.legend(),
                        "series", answers.get(i).stream().map(Answered::json).toList()));
            }
            return Json.object("panel", panel.json(1, 0, 0), "answers", told);
        }

        private static Map<String, Object> json(Series series) {
            List<List<Object>> points = series.points().stream()
                    .map(point -> List.<Object>of(
                            point.time(), Double.toString(point.value()).replace("Infinity", "Inf")))
                    .toList();
            return Json.object("labels", series.labels(), "points", points);
        }
    }

    /** A column. */
    record Field(JsonNode json) {
        String name() {
            return json.get("name").asText();
        }

        /** As the legend and the heading show it. */
        String display() {
            return json.get("display").asText();
        }

        String label(String label) {
            return json.get("labels").path(label).asText();
        }

        List<String> texts() {
            return stream(json.get("values")).map(JsonNode::asText).toList();
        }

        /** Numbers; null where there is none. */
        List<Double> numbers() {
            List<Double> numbers = new ArrayList<>();
            json.get("values").forEach(value -> numbers.add(value.isNull() ? null : value.asDouble()));
            return numbers;
        }
    }

    static List<DrawnPanel> of(Path directory, List<Answered> answered) {
        String input = Json.text(answered.stream().map(Answered::json).toList());
        Node.Result result = Node.run(directory, "transform.cjs", input, List.of());
        assertEquals(0, result.exitCode(), result.err());
        try {
            JsonNode drawn = JSON.readTree(result.out());
            List<DrawnPanel> panels = new ArrayList<>();
            for (int i = 0; i < answered.size(); i++) {
                panels.add(of(answered.get(i).panel().title(), drawn.get(i)));
            }
            return panels;
        } catch (JsonProcessingException broken) {
            throw new AssertionError(result.out(), broken);
        }
    }

    private static DrawnPanel of(String title, JsonNode drawn) {
        List<List<Field>> frames = stream(drawn.get("frames"))
                .map(frame -> stream(frame.get("fields")).map(Field::new).toList())
                .toList();
        return new DrawnPanel(
                title,
                frames,
                stream(drawn.get("unmatched")).map(JsonNode::toString).toList());
    }

    static Field field(List<Field> frame, String name) {
        return frame.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + name + " among "
                        + frame.stream().map(Field::name).toList()));
    }

    /** The frame of a run. */
    List<Field> of(String run) {
        return frames.stream()
                .filter(frame -> frame.get(0).label("run").equals(run))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title + " has no frame of " + run));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
