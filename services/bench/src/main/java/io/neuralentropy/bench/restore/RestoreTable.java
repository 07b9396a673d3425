package io.neuralentropy.bench.restore;

import io.neuralentropy.bench.Page;
import java.util.Locale;

/** Restores as Markdown. */
final class RestoreTable {
    private static final double MEGABYTE = 1e6;

    private RestoreTable() {}

    static String of(Restores restores) {
        double perThousand = 1000.0 / restores.runs();
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                """
                %s Broker and monitors share them.

                | what %,d runs of %,d steps leave behind, per 1,000 runs | |
                |---|---:|
                | steps per event | %d |
                | changelog on the broker, before compaction, MB | %,.0f |
                | records in it | %,.0f |
                | state directory, MB | %,.0f |
                | s to take all runs in | %.0f |

                | how all %,d runs come back | s until all are there | changelog records read |
                |---|---:|---:|
                """,
                Page.machine(),
                restores.runs(),
                restores.steps(),
                restores.columns(),
                restores.changelog().bytes() / MEGABYTE * perThousand,
                restores.changelog().records() * perThousand,
                restores.stateBytes() / MEGABYTE * perThousand,
                restores.filled(),
                restores.runs()));
        for (Restores.Way way : restores.ways()) {
            table.append(String.format(Locale.ROOT, "| %s | %.1f | %,d |%n", way.name(), way.seconds(), way.records()));
        }
        return table.toString();
    }
}
