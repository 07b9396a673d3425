package io.neuralentropy.standalone.cli;

import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "monitor",
        description = {
            "Watches the runs that are told to Kafka: live page, JSON API and Prometheus metrics over HTTP.",
            "Prints one line with its address when it answers; runs until it is stopped (Ctrl-C or SIGTERM; exit code 0).",
            "Ends with 1 when Kafka cannot be reached at the start; later it waits for Kafka, and /readyz says so."
        })
final class MonitorCommand implements Callable<Integer> {
    private final Console console;
    private final StopSignal stop;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private HttpOptions http;

    @Mixin
    private LimitOptions limits;

    @Mixin
    private DetectorOptions detectors;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "Directory that keeps the state on disk from start to start (default: in memory, restored from"
                            + " Kafka).")
    private Path stateDirectory;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = MonitorSettings.DEFAULT_APPLICATION_ID,
            description = "Monitors with the same id share the runs (default: ${DEFAULT-VALUE}).")
    private String applicationId;

    MonitorCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        MonitorSettings settings = settings();
        stop.listen();
        try (MonitorService service = MonitorService.start(settings)) {
            console.print("Monitor listening on " + http.url(service.httpPort()));
            new Watch(stop).until(service);
        }
        return 0;
    }

    private MonitorSettings settings() {
        MonitorSettings settings = MonitorSettings.of(kafka.bootstrapServers())
                .kafka(kafka.properties(), kafka.timeout())
                .topics(topics.settings())
                .stateDirectory(stateDirectory)
                .applicationId(applicationId);
        return detectors.applyTo(limits.applyTo(http.applyTo(settings)));
    }
}
