package io.neuralentropy.standalone.boards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One panel, as classic dashboard JSON. {@link Panels} makes those of each kind. */
final class Panel {
    private final String type;
    private final String title;
    private final String description;
    private final Map<String, Object> defaults = new LinkedHashMap<>();
    private final Map<String, Object> custom = new LinkedHashMap<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final List<Object> overrides = new ArrayList<>();
    private final List<Query> queries = new ArrayList<>();
    private final List<Object> transformations = new ArrayList<>();
    private int width = 8;
    private int height = 8;

    /** @param description what it shows, and what absence means; for the docs, too */
    Panel(String type, String title, String description, Unit unit) {
        this.type = type;
        this.title = title;
        this.description = description;
        defaults.put("unit", unit.grafana());
        defaults.put("noValue", "unknown");
    }

    Panel size(int columns, int rows) {
        width = columns;
        height = rows;
        return this;
    }

    Panel query(Query query) {
        queries.add(query);
        return this;
    }

    Panel standard(String name, Object value) {
        defaults.put(name, value);
        return this;
    }

    Panel custom(String name, Object value) {
        custom.put(name, value);
        return this;
    }

    Panel option(String name, Object value) {
        options.put(name, value);
        return this;
    }

    /** Everything in one colour. */
    Panel colour(Colour colour) {
        return standard("color", fixed(colour));
    }

    /** The series of one query in one colour. */
    Panel colour(String refId, Colour colour) {
        return override("byFrameRefID", refId, "color", fixed(colour));
    }

    private static Map<String, Object> fixed(Colour colour) {
        return Json.object("mode", "fixed", "fixedColor", colour.hex());
    }

    Panel override(String matcher, String of, Object... namesAndValues) {
        List<Object> properties = new ArrayList<>();
        Json.object(namesAndValues).forEach((name, value) -> properties.add(Json.object("id", name, "value", value)));
        overrides.add(Json.object(
                "matcher", Json.object("id", matcher, "options", of), "properties", List.copyOf(properties)));
        return this;
    }

    Panel transform(String id, Object... options) {
        transformations.add(Json.object("id", id, "options", Json.object(options)));
        return this;
    }

    String type() {
        return type;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    List<Query> queries() {
        return queries;
    }

    List<Object> transformations() {
        return transformations;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    Map<String, Object> json(int id, int x, int y) {
        Map<String, Object> fields = new LinkedHashMap<>(defaults);
        if (!custom.isEmpty()) {
            fields.put("custom", custom);
        }
        return Json.object(
                "id", id,
                "type", type,
                "title", title,
                "description", description,
                "gridPos", Json.object("x", x, "y", y, "w", width, "h", height),
                "datasource", Board.DATA_SOURCE,
                "targets", queries.stream().map(Query::json).toList(),
                "transformations", transformations,
                "fieldConfig", Json.object("defaults", fields, "overrides", overrides),
                "options", options);
    }
}
