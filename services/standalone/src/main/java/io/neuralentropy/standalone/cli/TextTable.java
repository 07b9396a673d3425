package io.neuralentropy.standalone.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A table of aligned columns, numbers to the right. Not thread-safe. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final Set<Integer> left = new HashSet<>();

    TextTable(String... heads) {
        rows.add(heads);
    }

    void alignLeft(int... columns) {
        for (int column : columns) {
            left.add(column);
        }
    }

    void row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException("a row has " + rows.get(0).length + " cells, not " + cells.length);
        }
        rows.add(cells);
    }

    /** Lines without a trailing line end. */
    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : GAP).append(left.contains(i) ? row[i] + padding : padding + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
