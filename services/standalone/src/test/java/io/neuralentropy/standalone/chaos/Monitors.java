package io.neuralentropy.standalone.chaos;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts monitors as processes, all against one broker. */
final class Monitors {
    private final Path directory;
    private final String bootstrapServers;

    Monitors(Path directory, String bootstrapServers) {
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
    }

    /** Makes the topics, so that a load may begin before the first monitor. */
    void makeTopics() {
        TopicSetup.ensure(
                Map.of("bootstrap.servers", bootstrapServers), TopicSettings.defaults(), Duration.ofSeconds(60));
    }

    /** A monitor that keeps its state in memory. */
    Program inMemory(String application) {
        return start(application, List.of());
    }

    /** A monitor that keeps its state on disk, in the same place each time. */
    Program onDisk(String application) {
        return start(application, List.of("--state-dir=" + directory.resolve("state-of-" + application)));
    }

    /** One of several that keep copies of each other's state, in a place of its own. */
    Program withStandby(String application, String name) {
        return start(application, List.of("--state-dir=" + directory.resolve("state-of-" + name), "--standbys=1"));
    }

    private Program start(String application, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "monitor",
                "--bootstrap-servers=" + bootstrapServers,
                "--http-port=0",
                "--application-id=" + application));
        arguments.addAll(more);
        return Program.start(directory, arguments.toArray(String[]::new));
    }

    /** The monitor's address, once it listens. */
    static String url(Program monitor) {
        return monitor.await("Monitor listening on (.*)");
    }
}
