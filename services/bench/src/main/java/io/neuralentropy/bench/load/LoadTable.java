package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Page;
import java.util.Locale;

/** A load run as Markdown. */
final class LoadTable {
    private LoadTable() {}

    static String of(Throughput throughput, Latency latency) {
        return String.format(
                Locale.ROOT,
                """
                %s Producer, broker and monitor share them.

                | as fast as it goes | |
                |---|---:|
                | events (one step each) | %,d |
                | runs | %d |
                | s until the broker had all | %.2f |
                | s until snapshots showed all | %.2f |
                | events per second, end to end | %,.0f |

                | at %d events per second | ms from sending a step to seeing it in the API |
                |---|---:|
                | median | %.0f |
                | 95 %% | %.0f |
                | 99 %% | %.0f |
                | largest of %,d | %.0f |
                """,
                Page.machine(),
                throughput.events(),
                throughput.runs(),
                throughput.sentSeconds(),
                throughput.shownSeconds(),
                throughput.eventsPerSecond(),
                latency.rate(),
                latency.quantile(0.5),
                latency.quantile(0.95),
                latency.quantile(0.99),
                latency.millis().length,
                latency.quantile(1));
    }
}
