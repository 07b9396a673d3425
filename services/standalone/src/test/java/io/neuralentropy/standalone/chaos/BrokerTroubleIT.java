package io.neuralentropy.standalone.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is killed, one that falls silent, and a network that is cut: no step is lost. */
@Tag("chaos")
class BrokerTroubleIT {
    @TempDir
    private Path directory;

    private Program broker(String port) {
        return Program.start(directory, "broker", "--port=" + port, "--data=" + directory.resolve("kafka"));
    }

    private static String port(Program broker) {
        return broker.await("Kafka broker listening on 127\\.0\\.0\\.1:(\\d+)");
    }

    @Test
    void aKilledBrokerAndASilentOneCostNoStep() {
        try (Program first = broker("0")) {
            String port = port(first);
            String address = "127.0.0.1:" + port;
            Monitors monitors = new Monitors(directory, address);
            monitors.makeTopics();
            Load load = Load.troubled(1, 0, 31);
            List<Event> events = load.runs().get("run-0");
            try (Program monitor = monitors.onDisk("patient");
                    KafkaEmitter emitter = KafkaEmitter.open(EmitterSettings.to(address))) {
                Http.awaitReady(Monitors.url(monitor));
                int third = events.size() / 3;
                emit(emitter, events.subList(0, third));

                assertEquals(137, first.signal("KILL").exitCode());
                emit(emitter, events.subList(third, 2 * third));
                try (Program second = broker(port)) {
                    port(second);
                    second.signal("STOP");
                    emit(emitter, events.subList(2 * third, events.size()));
                    LockSupport.parkNanos(Duration.ofSeconds(15).toNanos());
                    second.signal("CONT");
                    new Expectation(load).assertMet(Monitors.url(monitor));
                    assertEquals(new EventSink.Counts(events.size(), events.size(), 0), emitter.counts());
                    assertEquals(0, monitor.signal("TERM").exitCode());
                }
            }
        }
    }

    @Test
    void aCutNetworkCostsNoStep() {
        try (Proxy proxy = new Proxy();
                EmbeddedBroker broker = EmbeddedBroker.start(
                        new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka"), proxy.address()))) {
            proxy.connectTo(Integer.parseInt(broker.bootstrapServers().split(":")[1]));
            Monitors monitors = new Monitors(directory, proxy.address());
            monitors.makeTopics();
            Load load = Load.troubled(1, 0, 37);
            List<Event> events = load.runs().get("run-0");
            try (Program monitor = monitors.inMemory("cut-off");
                    KafkaEmitter emitter = KafkaEmitter.open(EmitterSettings.to(proxy.address()))) {
                Http.awaitReady(Monitors.url(monitor));
                int half = events.size() / 2;
                emit(emitter, events.subList(0, half));
                proxy.cut();
                emit(emitter, events.subList(half, events.size()));
                LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
                proxy.mend();
                new Expectation(load).assertMet(Monitors.url(monitor));
                assertEquals(new EventSink.Counts(events.size(), events.size(), 0), emitter.counts());
                assertEquals(0, monitor.signal("TERM").exitCode());
            }
        }
    }

    private static void emit(EventSink emitter, List<Event> events) {
        for (Event event : events) {
            emitter.emit(event);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}
