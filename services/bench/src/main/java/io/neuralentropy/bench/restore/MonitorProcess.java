package io.neuralentropy.bench.restore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link MonitorMain} as this program sees it. */
final class MonitorProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader said;
    private final int port;
    private final long begun = System.nanoTime();

    private MonitorProcess(String bootstrapServers, int standbys, Path stateDirectory) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                MonitorMain.class.getName(),
                bootstrapServers,
                Integer.toString(standbys)));
        if (stateDirectory != null) {
            command.add(stateDirectory.toString());
        }
        try {
            process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(line());
    }

    /** @param stateDirectory null for one with its state in memory */
    static MonitorProcess start(String bootstrapServers, int standbys, Path stateDirectory) {
        return new MonitorProcess(bootstrapServers, standbys, stateDirectory);
    }

    private String line() {
        try {
            String line = said.readLine();
            if (line == null) {
                throw new IllegalStateException("the monitor ended; what it said is above");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it processes events. */
    void awaitReady() {
        line();
    }

    double secondsSinceStart() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Records that it read back from changelogs. */
    long restoredRecords() {
        return sum("neural_entropy_monitor_restored_records_total");
    }

    /** Records of changelogs that it read, to keep copies in step or to restore. */
    long changelogRecordsRead() {
        return (long) metrics()
                .filter(line -> line.startsWith("kafka_consumer_fetch_manager_records_consumed_total{")
                        && line.contains("restore-consumer")
                        && line.contains("changelog"))
                .mapToDouble(MonitorProcess::value)
                .sum();
    }

    /** Runs that it exports. */
    long runs() {
        return metrics().filter(line -> line.startsWith("neural_entropy_step{")).count();
    }

    /** Steps of all runs that it exports. */
    long steps() {
        return sum("neural_entropy_step");
    }

    private long sum(String name) {
        return (long) metrics()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(MonitorProcess::value)
                .sum();
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private Stream<String> metrics() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Asks it to stop (SIGTERM) and waits for its end. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it at once (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the monitor does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
