package io.neuralentropy.standalone.boards;

import java.nio.file.Path;
import java.util.List;

/** Every board, once. */
final class Boards {
    static final String RUN_UID = "neural-entropy-run";
    static final String COMPARE_UID = "neural-entropy-compare";
    static final String ALERTS_UID = "neural-entropy-alerts";
    static final String PIPELINE_UID = "neural-entropy-pipeline";

    static final Path GRAFANA = Path.of("..", "..", "dashboards", "grafana");
    static final Path DIRECTORY = GRAFANA.resolve("boards");

    private Boards() {}

    static List<Board> all() {
        return List.of(WatchBoard.board(), CompareBoard.board(), AlertsBoard.board(), PipelineBoard.board());
    }
}
