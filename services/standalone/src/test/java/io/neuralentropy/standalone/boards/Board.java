package io.neuralentropy.standalone.boards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A board: its panels flow from left to right in rows of 24 columns. */
final class Board {
    /** Whichever Prometheus the reader has chosen. */
    static final Map<String, Object> DATA_SOURCE = Json.object("type", "prometheus", "uid", "${datasource}");

    private static final int COLUMNS = 24;
    private static final String TAG = "neural-entropy";

    private final String file;
    private final String uid;
    private final String title;
    private final String answers;
    private final List<Variable> variables;
    private final List<Map<String, Object>> annotations = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private record Row(String title, List<Panel> panels) {}

    /**
     * @param file its name in {@code dashboards/grafana/boards}, without {@code .json}
     * @param answers the questions that it answers
     * @param shown variables at the top; the others are only passed on
     */
    Board(String file, String uid, String title, String answers, Variable... shown) {
        this.file = file;
        this.uid = uid;
        this.title = title;
        this.answers = answers;
        this.variables = Variable.ALL.stream()
                .map(variable -> List.of(shown).contains(variable) ? variable : variable.hidden())
                .toList();
    }

    Board row(String heading, Panel... panels) {
        rows.add(new Row(heading, List.of(panels)));
        return this;
    }

    /** Marks moments at which an expression has a value. */
    Board annotation(String name, String promql, String heading, String text) {
        annotations.add(Json.object(
                "name", name,
                "datasource", DATA_SOURCE,
                "enable", true,
                "iconColor", Colour.AMBER.hex(),
                "expr", promql,
                "titleFormat", heading,
                "textFormat", text,
                "tagKeys", "run,state",
                "useValueForTime", false));
        return this;
    }

    String file() {
        return file + ".json";
    }

    String uid() {
        return uid;
    }

    String title() {
        return title;
    }

    String answers() {
        return answers;
    }

    List<Panel> panels() {
        return rows.stream().flatMap(row -> row.panels().stream()).toList();
    }

    /** Expressions of the annotations. */
    List<String> marks() {
        return annotations.stream().map(mark -> (String) mark.get("expr")).toList();
    }

    Map<String, Object> json() {
        List<Object> choices = new ArrayList<>(List.of(Variable.dataSource()));
        variables.forEach(variable -> choices.add(variable.json()));
        return Json.object(
                "uid",
                uid,
                "title",
                title,
                "description",
                answers,
                "tags",
                List.of(TAG),
                "schemaVersion",
                42,
                "editable",
                false,
                "graphTooltip",
                1,
                "timezone",
                "browser",
                "time",
                Json.object("from", "now-6h", "to", "now"),
                "timepicker",
                Json.object(),
                "refresh",
                "15s",
                "fiscalYearStartMonth",
                0,
                "links",
                List.of(links()),
                "templating",
                Json.object("list", choices),
                "annotations",
                Json.object("list", annotations),
                "panels",
                placed());
    }

    /** To the other boards, with every variable and the time range. */
    private static Map<String, Object> links() {
        return Json.object(
                "type",
                "dashboards",
                "title",
                "Boards",
                "tooltip",
                "The other boards, with the same selection",
                "icon",
                "external link",
                "tags",
                List.of(TAG),
                "asDropdown",
                false,
                "includeVars",
                true,
                "keepTime",
                true,
                "targetBlank",
                false);
    }

    private List<Object> placed() {
        List<Object> placed = new ArrayList<>();
        int y = 0;
        for (Row row : rows) {
            placed.add(Json.object(
                    "id",
                    placed.size() + 1,
                    "type",
                    "row",
                    "title",
                    row.title(),
                    "collapsed",
                    false,
                    "gridPos",
                    Json.object("x", 0, "y", y++, "w", COLUMNS, "h", 1),
                    "panels",
                    List.of()));
            int x = 0;
            int height = 0;
            for (Panel panel : row.panels()) {
                if (x + panel.width() > COLUMNS) {
                    x = 0;
                    y += height;
                    height = 0;
                }
                placed.add(panel.json(placed.size() + 1, x, y));
                x += panel.width();
                height = Math.max(height, panel.height());
            }
            y += height;
        }
        return placed;
    }
}
