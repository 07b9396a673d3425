package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boards in the repository are those that the code describes. {@code -Dboards.write=true} writes them. */
class BoardsTest {
    static List<Board> boards() {
        return Boards.all();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theFileIsAsDescribed(Board board) {
        WrittenSection.holdFile(Boards.DIRECTORY.resolve(board.file()), Json.text(board.json()));
    }

    @Test
    void thereAreNoOtherFiles() throws IOException {
        try (Stream<Path> files = Files.list(Boards.DIRECTORY)) {
            Set<String> described = Boards.all().stream().map(Board::file).collect(Collectors.toSet());
            assertEquals(
                    described, files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void theFourBoardsHaveTheUidsThatLinksFromOutsideName() {
        assertEquals(
                List.of(
                        "neural-entropy-run",
                        "neural-entropy-compare",
                        "neural-entropy-alerts",
                        "neural-entropy-pipeline"),
                Boards.all().stream().map(Board::uid).toList());
    }

    @ParameterizedTest
    @MethodSource("boards")
    void thePageSaysWhatEachPanelAsks(Board board) {
        List<String> lines =
                new ArrayList<>(List.of(board.answers(), "", "| panel | it shows | query |", "|---|---|---|"));
        for (Panel panel : board.panels()) {
            lines.add("| " + panel.title() + " | " + cell(panel.description()) + " | "
                    + panel.queries().stream().map(BoardsTest::query).collect(Collectors.joining("<br>")) + " |");
        }
        WrittenSection.hold(board.uid(), lines);
    }

    private static String query(Query query) {
        String absent = query.absence() == null ? "" : " (no series " + cell(query.absence()) + ")";
        return "`" + cell(query.promql()) + "`" + absent;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
