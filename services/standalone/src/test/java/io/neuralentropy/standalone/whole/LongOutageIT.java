package io.neuralentropy.standalone.whole;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An outage many times longer than Kafka's clients wait for an answer: what was under way when it began is given up, and all
 * states come back from their changelogs. (Kafka Streams 4.3.1 by itself takes a task for restored that is not, when the
 * commit that made it give the task up timed out, and restoring it did once more.) The clients' patience is shorter here.
 */
class LongOutageIT {
    private static final Map<String, Object> IMPATIENT =
            Map.of("max.block.ms", 10_000, "default.api.timeout.ms", 2_001, "request.timeout.ms", 2_000);

    private static final Duration OUTAGE = Duration.ofSeconds(28);
    private static final int FIRST = 1_000;
    private static final int ALL = 2_000;

    @TempDir
    private Path directory;

    private Program broker(String port) {
        return Program.start(directory, "broker", "--port=" + port, "--data=" + directory.resolve("data"));
    }

    private static String port(Program broker) {
        return broker.await("Kafka broker listening on 127\\.0\\.0\\.1:(\\d+)");
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,true"})
    void theStatesAreThereAfterwards(boolean onDisk, boolean isSilent) {
        try (Program first = broker("0")) {
            String port = port(first);
            String address = "127.0.0.1:" + port;
            MonitorSettings settings = MonitorSettings.of(address)
                    .kafka(IMPATIENT, Duration.ofSeconds(60))
                    .stateDirectory(onDisk ? directory.resolve("state") : null);
            MonitorService monitor = MonitorService.start(settings);
            try (KafkaEmitter emitter = KafkaEmitter.open(EmitterSettings.to(address))) {
                String url = "http://127.0.0.1:" + monitor.httpPort() + "/";
                Http.awaitReady(url);
                emit(emitter, 1, FIRST);
                awaitSteps(url, FIRST);
                first.signal(isSilent ? "STOP" : "KILL");
                LockSupport.parkNanos(OUTAGE.toNanos());
                try (Program second = isSilent ? first.signal("CONT") : broker(port)) {
                    port(second);
                    Http.awaitReady(url);
                    emit(emitter, FIRST + 1, ALL);
                    awaitSteps(url, ALL);
                    // before the broker: a stream thread that still waits for it uses RocksDB, which must not be when
                    // the JVM exits
                    monitor.close();
                }
            } finally {
                monitor.close();
            }
        }
    }

    private static void emit(KafkaEmitter emitter, int from, int to) {
        for (int step = from; step <= to; step++) {
            emitter.emit(Step.of(new Origin("run", 0, 0, 1), step).loss(0.5).build());
        }
    }

    private static void awaitSteps(String url, int steps) {
        String wanted = "\"acceptedSteps\":" + steps + ",\"duplicateSteps\":";
        Http.await(url + "api/runs/run", text -> text.contains("\"live\":true") && text.contains(wanted), wanted);
    }
}
