package io.neuralentropy.bench.crowd;

import io.neuralentropy.bench.Document;
import io.neuralentropy.bench.Page;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a monitor with long runs and prints what it needs. */
@Command(
        name = "crowd",
        description =
                "Fills a monitor of little memory with long runs, its state on disk: does it live, what does it need?",
        mixinStandardHelpOptions = true)
public final class CrowdCommand implements Callable<Integer> {
    @Option(names = "--runs", defaultValue = "1000", description = "Runs (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--steps", defaultValue = "1000000", description = "Steps of each (default: ${DEFAULT-VALUE}).")
    private long steps;

    @Option(names = "--heap", defaultValue = "512m", description = "Heap of the monitor (default: ${DEFAULT-VALUE}).")
    private String heap;

    @Mixin
    private Document document;

    @Override
    public Integer call() {
        Crowd crowd = Crowd.measure(runs, steps, heap);
        document.publish(
                String.format(
                        Locale.ROOT,
                        """
                        %s Broker, producer and monitor share them.

                        | %,d runs of %,d steps, heap %s, state on disk | |
                        |---|---:|
                        | events that fill it | %,d |
                        | s until snapshots showed all | %.0f |
                        | of that, pauses of the garbage collector | %.1f %% |
                        | heap in use after a collection, MiB | %d |
                        | resident memory of the process, MiB | %d |
                        | state directory, MiB | %d |
                        | a scrape, ms | %.0f |
                        | its text, MB | %.1f |
                        | `/readyz` | %s |
                        """,
                        Page.machine(),
                        runs,
                        steps,
                        heap,
                        crowd.events(),
                        crowd.fillSeconds(),
                        100 * crowd.collectingShare(),
                        crowd.heapMebibytes(),
                        crowd.residentMebibytes(),
                        crowd.stateMebibytes(),
                        crowd.scrapeMillis(),
                        crowd.scrapeBytes() / 1e6,
                        crowd.ready()),
                "crowd");
        return 0;
    }
}
