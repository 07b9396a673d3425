package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.trainer.TrainingProgress;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Everything in one process: a Kafka broker, a monitor, and real trainings that are worth comparing.",
            "Serves the monitor's page until Ctrl-C, also after the trainings; keeps no files."
        })
final class DemoCommand implements Callable<Integer> {
    /** How long the monitor may be behind at the end. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Console console;
    private final StopSignal stop;

    @Spec
    private CommandSpec command;

    @Mixin
    private HttpOptions http;

    @Mixin
    private DetectorOptions detectors;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Steps of each training (default: ${DEFAULT-VALUE}).")
    private long steps;

    @Option(
            names = "--exit-when-done",
            description = "End when the trainings are done and the monitor shows their every step.")
    private boolean exitWhenDone;

    @Option(names = "--open", description = "Open the live page in a browser.")
    private boolean open;

    @Option(
            names = "--fashion-mnist",
            paramLabel = "DIR",
            description = "Where Fashion-MNIST's IDX files are (default: where the package dataset-fashion-mnist puts"
                    + " them).")
    private Path images;

    @Mixin
    private DeviceOption device;

    DemoCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        if (steps < 1) {
            throw new ParameterException(command.commandLine(), "--steps must be at least 1: " + steps);
        }
        detectors.settings();
        ComputeDevice on = device.checked();
        stop.listen();
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                MonitorService monitor = MonitorService.start(settings(broker.bootstrapServers()))) {
            String url = http.url(monitor.httpPort());
            welcome(url, broker.bootstrapServers());
            List<TrainingProgress> runs = train(broker.bootstrapServers(), on);
            if (stop.isRequested()) {
                return stop.exitCode();
            }
            new ShownSteps(new MonitorClient(url), stop).await(runs, PATIENCE);
            goodbye(runs);
            if (!exitWhenDone) {
                console.print("the page stays at " + url + " until Ctrl-C");
                new Watch(stop).until(monitor);
            }
        }
        return 0;
    }

    private MonitorSettings settings(String bootstrapServers) {
        return detectors.applyTo(http.applyTo(MonitorSettings.of(bootstrapServers)));
    }

    private void welcome(String url, String bootstrapServers) {
        console.print("live page   " + url);
        console.print("metrics     " + url + "metrics");
        console.print("Kafka       " + bootstrapServers);
        if (open) {
            Browser.open(url, console);
        }
    }

    private List<TrainingProgress> train(String bootstrapServers, ComputeDevice on) {
        DemoRuns demo = new DemoRuns(steps, images);
        try (EventSink events = KafkaEmitter.open(EmitterSettings.to(bootstrapServers));
                Turns turns = Turns.open(demo.options(console), events, on, stop::isRequested)) {
            LiveLines lines = new LiveLines(console, System::nanoTime);
            while (!stop.isRequested() && turns.next()) {
                lines.show(() -> describe(turns.progress()));
            }
            turns.stop(stop.isRequested() ? stop.reason() : null);
            lines.showNow(describe(turns.progress()));
            return turns.progress();
        }
    }

    private static List<String> describe(List<TrainingProgress> runs) {
        return runs.stream().map(RunLine::of).toList();
    }

    private void goodbye(List<TrainingProgress> runs) {
        String names = runs.stream().map(TrainingProgress::run).collect(Collectors.joining(", "));
        console.print("done: " + names + "; the monitor shows every step");
    }
}
