package io.neuralentropy.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.OutsideProgram;
import io.neuralentropy.standalone.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that place a run's events in different partitions: it is one run all the same, with all of its events. */
class MixedPartitionersIT {
    private static final int PARTITIONS = TopicSettings.DEFAULT_PARTITIONS;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private Monitors monitors;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka")));
        monitors = new Monitors(directory, broker.bootstrapServers());
        monitors.makeTopics();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aRunOfTwoPartitionersEqualsTheRecomputationAlsoAfterAKillAndARestart() {
        Load load = Load.troubledInAttempts(6, 0.05, 21);
        Expectation expectation = new Expectation(load);
        String servers = broker.bootstrapServers();
        CompletableFuture<Void> sending;
        try (Program monitor = monitors.onDisk("mixed")) {
            Http.awaitReady(Monitors.url(monitor));
            sending = CompletableFuture.runAsync(() -> load.sendMixed(servers, 0, 1, 6));
            Http.await(Monitors.url(monitor) + "metrics", text -> rerouted(text) > 50, "that events are rerouted");
            assertEquals(137, monitor.signal("KILL").exitCode());
        }
        try (Program monitor = monitors.onDisk("mixed")) {
            sending.join();
            expectation.assertMet(Monitors.url(monitor));
            expectation.assertDeadLetters(servers, 1);
            assertTrue(rerouted(Http.get(Monitors.url(monitor) + "metrics")) > 0);
            assertEquals(0, monitor.signal("TERM").exitCode());
        }
        try (Program monitor = monitors.onDisk("mixed")) {
            Http.awaitReady(Monitors.url(monitor));
            expectation.assertMet(Monitors.url(monitor));
            assertEquals(
                    load.runs().size(),
                    Http.get(Monitors.url(monitor) + "metrics")
                            .lines()
                            .filter(line -> line.startsWith("neural_entropy_step{"))
                            .count());
        }
    }

    private static double rerouted(String metrics) {
        Matcher counter = Pattern.compile("(?m)^neural_entropy_monitor_rerouted_records_total (\\S+)$")
                .matcher(metrics);
        return counter.find() ? Double.parseDouble(counter.group(1)) : 0;
    }

    @Test
    void anEndByKcatEndsTheRunThatAJavaClientSent() throws IOException, ExecutionException, InterruptedException {
        assumeTrue(OutsideProgram.isInstalled("kcat"), "kcat is not installed (package kcat)");
        String run = Crc32.misplaced("run", PARTITIONS);
        try (Program monitor = monitors.inMemory("kcat")) {
            Http.awaitReady(Monitors.url(monitor));
            sendSteps(run, 40);
            sendByKcat(run, new RunFinished(new Origin(run, 0, 0, 40), RunFinished.Status.COMPLETED, null, 40));
            Http.await(
                    Monitors.url(monitor) + "api/runs/" + run,
                    said -> said.contains("\"status\":\"completed\""),
                    "that the run has ended");
            String said = Http.get(Monitors.url(monitor) + "api/runs/" + run);
            assertTrue(said.contains("\"acceptedSteps\":40") && said.contains("\"missingSteps\":0"), said);
            assertEquals(1, rerouted(Http.get(Monitors.url(monitor) + "metrics")));

            Step late = Step.of(new Origin(run, 0, 0, 41), 41).loss(1).build();
            sendByKcat(run, late, "-X", "partitioner=murmur2_random");
            Http.await(
                    Monitors.url(monitor) + "api/runs/" + run,
                    answer -> answer.contains("\"acceptedSteps\":41"),
                    "that a further step came");
            assertEquals(1, rerouted(Http.get(Monitors.url(monitor) + "metrics")), "as the documentation says");
        }
    }

    private void sendSteps(String run, int count) throws ExecutionException, InterruptedException {
        EventCodec codec = new EventCodec();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int step = 1; step <= count; step++) {
                Step event = Step.of(new Origin(run, 0, 0, step), step).loss(1).build();
                producer.send(new ProducerRecord<>(Topics.EVENTS, run.getBytes(UTF_8), codec.encode(event)))
                        .get();
            }
        }
    }

    private void sendByKcat(String run, Event event, String... options) throws IOException {
        Path file = directory.resolve("event.json");
        Files.writeString(file, run + "|" + new String(new EventCodec().encode(event), UTF_8) + "\n");
        List<String> kcat = new ArrayList<>(List.of(
                "kcat", "-b", broker.bootstrapServers(), "-P", "-t", Topics.EVENTS, "-K", "|", "-l", file.toString()));
        kcat.addAll(List.of(options));
        try (Program program = Program.run(kcat)) {
            assertEquals(0, program.exitCode(), program.err().toString());
        }
    }
}
