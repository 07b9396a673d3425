package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.standalone.replay.Check;
import io.neuralentropy.standalone.replay.DeadLetterReplay;
import io.neuralentropy.standalone.replay.Replay;
import io.neuralentropy.standalone.replay.Source;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Sends a file of events, one JSON object per line, to Kafka: each line as it stands, under the key of its run.",
            "With --dead-letters it sends what the monitor has refused again, under its original key. Creates the topics when",
            "they are absent. Exit code 0 when Kafka has everything that was sent, 1 otherwise."
        })
final class ReplayCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "JSON lines, packed where it ends in .gz; - for standard input.")
    private String file;

    @Mixin
    private DeadLetterOptions letters;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TopicOptions topics;

    @Option(
            names = "--strict",
            description = "Send nothing when a line is not a valid event (standard input: stop there). Without it such"
                    + " lines are sent, counted and shown; the monitor puts them into the dead-letter topic.")
    private boolean strict;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        checkChoice();
        if (letters.areChosen()) {
            replayLetters();
        } else {
            replayFile();
        }
        return 0;
    }

    private void checkChoice() {
        if (letters.areChosen() == (file != null)) {
            throw wrong(
                    file == null ? "name a FILE, or give --dead-letters" : "give a FILE or --dead-letters, not both");
        }
        if (letters.filter() && !letters.areChosen()) {
            throw wrong("--reason, --since and --until go with --dead-letters");
        }
        if (strict && letters.areChosen()) {
            throw wrong("--strict goes with a FILE");
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }

    private void replayLetters() {
        TopicSetup.ensure(kafka.clientConfig(), topics.settings(), kafka.timeout());
        DeadLetterReplay replay = new DeadLetterReplay(kafka.clientConfig(), kafka.timeout(), letters.settings());
        ProgressBar bar = new ProgressBar(console, "dead letters", System::nanoTime);
        try {
            replay.run(share -> bar.show(replay.acknowledged(), share));
        } finally {
            bar.clear();
            DeadLetterReport.lines(replay).forEach(console::print);
        }
    }

    private void replayFile() {
        Source source = Source.of(file, console.in());
        if (strict && source.isRepeatable()) {
            refuseInvalid(source);
        }
        TopicSetup.ensure(kafka.clientConfig(), topics.settings(), kafka.timeout());
        Replay replay = new Replay(source, kafka.clientConfig(), kafka.timeout());
        try {
            send(replay, source);
        } finally {
            report(replay);
        }
    }

    private void refuseInvalid(Source source) {
        Check check = Replay.check(source);
        if (check.refused() > 0) {
            explain(check);
            throw new CliException("nothing was sent: " + check.refused() + " lines of " + source
                    + " are no valid events: correct them, or leave out --strict");
        }
    }

    private void send(Replay replay, Source source) {
        ProgressBar bar = new ProgressBar(console, "lines", System::nanoTime);
        long size = source.size();
        try {
            replay.run(strict, (lines, bytes) -> bar.show(lines, size == 0 ? Double.NaN : (double) bytes / size));
        } finally {
            bar.clear();
        }
    }

    private void report(Replay replay) {
        explain(replay.check());
        String refused = replay.check().refused() == 0
                ? ""
                : ", of which the monitor will refuse " + replay.check().refused();
        console.print("replayed " + replay.lines() + " lines: " + replay.acknowledged() + " acknowledged" + refused);
    }

    private void explain(Check check) {
        check.faults().forEach(console::note);
        long more = check.refused() - check.faults().size();
        if (more > 0) {
            console.note("… and " + more + " more");
        }
    }
}
