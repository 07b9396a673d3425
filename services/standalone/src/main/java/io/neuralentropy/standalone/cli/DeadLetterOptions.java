package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.replay.DeadLetterFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Option;

/** Dead letters in place of a file, and which of them. */
final class DeadLetterOptions {
    @Option(
            names = "--dead-letters",
            description =
                    "Send the records of the topic neural-entropy.dead-letters again, in place of a file: those that are"
                            + " valid events.")
    private boolean chosen;

    @Option(
            names = "--reason",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only dead letters with this reason, or one of several, separated by commas, such as too-many-runs"
                            + " (default: any).")
    private List<String> reasons = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "Only dead letters from then on, such as 2026-01-31T12:00:00Z or 24h, that long ago.")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "Only dead letters of before then, given likewise.")
    private Instant until;

    boolean areChosen() {
        return chosen;
    }

    /** Whether there is a filter, with or without something to filter. */
    boolean filter() {
        return !reasons.isEmpty() || since != null || until != null;
    }

    DeadLetterFilter settings() {
        return new DeadLetterFilter(new HashSet<>(reasons), since, until);
    }
}
