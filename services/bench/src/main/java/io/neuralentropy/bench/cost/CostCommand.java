package io.neuralentropy.bench.cost;

import io.neuralentropy.bench.Document;
import io.neuralentropy.bench.Page;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.run.RunState;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what an event costs the state of its run, by ranks, attempts, gaps and jumps. */
@Command(
        name = "cost",
        description = "Measures what an event costs by ranks, attempts and gaps: processor time and bytes written.",
        mixinStandardHelpOptions = true)
public final class CostCommand implements Callable<Integer> {
    private static final List<Spread> SPREADS = List.of(
            new Spread("1 rank", 1, 1, 1, 0),
            new Spread("64 ranks", 64, 1, 1, 0),
            new Spread("4,096 ranks", 4096, 1, 1, 0),
            new Spread("1 rank, every 10th step", 1, 1, 10, 0),
            new Spread("64 ranks, every 10th step", 64, 1, 10, 0),
            new Spread("64 ranks, every 10th step, one in ten lost", 64, 1, 10, 0.1),
            new Spread("512 ranks, 20 attempts", 512, 20, 1, 0));

    @Option(names = "--rounds", defaultValue = "40", description = "Steps per attempt (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--events", defaultValue = "40000", description = "Events that count (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(names = "--commit", defaultValue = "250", description = "Events per commit (default: ${DEFAULT-VALUE}).")
    private int commit;

    @Mixin
    private Document document;

    @Override
    public Integer call() {
        StringBuilder table = new StringBuilder(Page.machine()).append("\n\n");
        table.append("| the run has | µs of CPU | B to the store | B to the changelog | largest record, B |\n");
        table.append("|---|---:|---:|---:|---:|\n");
        SPREADS.forEach(spread -> table.append(row(spread)));
        document.publish(table.toString(), "cost");
        return 0;
    }

    private String row(Spread spread) {
        CommittedStorage storage = new CommittedStorage();
        RunState state = new RunState("benchmark-01", DetectorSettings.defaults(), storage);
        Iterator<Step> next = spread.events(rounds);
        int before = Math.max(events, spread.ranks() * spread.attempts() * rounds);
        take(state, storage, next, before);
        storage.reset();
        long nanos = take(state, storage, next, events);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %,d | %,d | %,d |%n",
                spread.name(),
                nanos / 1000.0 / events,
                storage.storeBytes() / events,
                storage.changelogBytes() / events,
                storage.largest());
    }

    /** Processor time that it took, the making of the events apart. */
    private long take(RunState state, CommittedStorage storage, Iterator<Step> next, int count) {
        long spent = 0;
        Step[] made = new Step[commit];
        for (int done = 0; done < count; done += commit) {
            for (int i = 0; i < commit; i++) {
                made[i] = next.next();
            }
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (Step step : made) {
                state.accept(step);
                state.save();
            }
            spent += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
            storage.commit();
        }
        return spent;
    }
}
