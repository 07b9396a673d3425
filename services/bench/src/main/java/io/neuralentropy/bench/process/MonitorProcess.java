package io.neuralentropy.bench.process;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link MonitorMain} as this program sees it. */
public final class MonitorProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader said;
    private final int port;
    private final long begun = System.nanoTime();

    private MonitorProcess(String bootstrapServers, int standbys, Path stateDirectory, String heap) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
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
    public static MonitorProcess start(String bootstrapServers, int standbys, Path stateDirectory) {
        return start(bootstrapServers, standbys, stateDirectory, "1g");
    }

    /** @param heap as {@code -Xmx} takes it */
    public static MonitorProcess start(String bootstrapServers, int standbys, Path stateDirectory, String heap) {
        return new MonitorProcess(bootstrapServers, standbys, stateDirectory, heap);
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
    public void awaitReady() {
        line();
    }

    public double secondsSinceStart() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Records that it read back from changelogs. */
    public long restoredRecords() {
        return sum("neural_entropy_monitor_restored_records_total");
    }

    /** Records of changelogs that it read, to keep copies in step or to restore. */
    public long changelogRecordsRead() {
        return (long) metrics()
                .filter(line -> line.startsWith("kafka_consumer_fetch_manager_records_consumed_total{")
                        && line.contains("restore-consumer")
                        && line.contains("changelog"))
                .mapToDouble(MonitorProcess::lastNumber)
                .sum();
    }

    /** Runs that it exports. */
    public long runs() {
        return metrics().filter(line -> line.startsWith("neural_entropy_step{")).count();
    }

    /** Steps of all runs that it exports. */
    public long steps() {
        return sum("neural_entropy_step");
    }

    private long sum(String name) {
        return (long) value(name);
    }

    /** Sum of a metric over its labels. */
    public double value(String name) {
        return metrics()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(MonitorProcess::lastNumber)
                .sum();
    }

    /** The text of a scrape. */
    public String scrape() {
        return get("/metrics").body().collect(Collectors.joining("\n"));
    }

    /** What {@code /readyz} says. */
    public String readyz() {
        HttpResponse<Stream<String>> answer = get("/readyz");
        return answer.statusCode() + " " + answer.body().collect(Collectors.joining());
    }

    /** Bytes of the heap that are in use after a full collection, which the JDK's own tool asks for. */
    public long heapAfterCollection() {
        run("jcmd", Long.toString(process.pid()), "GC.run");
        return metrics()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) lastNumber(line))
                .sum();
    }

    private static void run(String... command) {
        command[0] = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
        try {
            new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Memory of the process, as Linux counts it. */
    public long residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double lastNumber(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private Stream<String> metrics() {
        return get("/metrics").body();
    }

    private HttpResponse<Stream<String>> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Asks it to stop (SIGTERM) and waits for its end. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
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
