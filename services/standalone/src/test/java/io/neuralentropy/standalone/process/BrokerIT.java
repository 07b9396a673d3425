package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.events.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerIT {
    private static final String ADDRESS = "Kafka broker listening on (127\\.0\\.0\\.1:\\d+)";

    @TempDir
    private Path temporary;

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void endsWithZeroWhenToldToAndLeavesNothing(String signal) {
        try (Program broker = Program.start(temporary, "broker", "--port", "0")) {
            broker.await(ADDRESS);
            assertEquals(0, broker.signal(signal).exitCode());
            assertEquals(List.of(), broker.err());
            assertEquals(1, broker.out().size());
            assertEquals(List.of(), Program.leftIn(temporary));
        }
    }

    @Test
    void hasTheTopicsAsAskedForWhenItAnswers() throws ExecutionException, InterruptedException {
        try (Program broker = Program.start(
                        temporary, "broker", "--port=0", "--topic-partitions=3", "--topic-retention=36h");
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.await(ADDRESS)))) {
            assertEquals(
                    3,
                    admin.describeTopics(List.of(Topics.EVENTS))
                            .allTopicNames()
                            .get()
                            .get(Topics.EVENTS)
                            .partitions()
                            .size());
        }
    }

    /** As in a container whose port is published elsewhere; the broker must not need that address itself. */
    @Test
    void hasTheTopicsWhereOnlyOthersCanReachTheAdvertisedAddress() {
        try (Program broker = Program.start(temporary, "broker", "--port=0", "--advertised=127.0.0.1:1")) {
            broker.await(ADDRESS);
            assertEquals(0, broker.signal("TERM").exitCode());
        }
    }

    @Test
    void refusesAReplicationThatItCannotHave() {
        try (Program broker = Program.start(temporary, "broker", "--port=0", "--topic-replication=3")) {
            assertEquals(1, broker.exitCode());
            assertTrue(
                    broker.err().get(0).contains("refused what was asked of its topics"),
                    broker.err().toString());
            assertEquals(List.of(), Program.leftIn(temporary));
        }
    }

    @Test
    void keepsItsDataFromStartToStart() {
        Event event = Step.of(new Origin("kept", 0, 0, 1), 1).loss(0.5).build();
        try (Program broker = Program.start(temporary, "broker", "--port=0", "--data=" + data)) {
            String address = broker.await(ADDRESS);
            try (KafkaEmitter emitter = KafkaEmitter.open(EmitterSettings.to(address))) {
                emitter.emit(event);
            }
            assertEquals(0, broker.signal("TERM").exitCode());
        }
        try (Program broker = Program.start(temporary, "broker", "--port=0", "--data=" + data);
                TopicReader topic = new TopicReader(broker.await(ADDRESS))) {
            assertEquals(List.of(event), topic.events("kept"));
        }
    }

    @Test
    void refusesAPortAndADirectoryThatAreInUse() {
        try (Program first = Program.start(temporary, "broker", "--port=0", "--data=" + data)) {
            String port = first.await("Kafka broker listening on 127\\.0\\.0\\.1:(\\d+)");

            assertRefused("cannot listen on 127.0.0.1:" + port, "--port=" + port);
            assertRefused("another broker uses the data directory " + data, "--port=0", "--data=" + data);
        }
    }

    private void assertRefused(String why, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "broker";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (Program second = Program.start(temporary, arguments)) {
            assertEquals(1, second.exitCode());
            assertEquals(List.of(), second.out());
            assertEquals(1, second.err().size(), second.err().toString());
            assertTrue(
                    second.err().get(0).startsWith("neural-entropy: " + why),
                    second.err().get(0));
        }
    }
}
