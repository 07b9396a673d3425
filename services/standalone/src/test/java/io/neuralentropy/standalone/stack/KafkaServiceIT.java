package io.neuralentropy.standalone.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.process.Program;
import io.neuralentropy.standalone.process.TopicReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack's settings of Kafka are whole: the image's own start, which turns its environment into a file of settings and
 * formats the storage, and then the broker itself.
 */
class KafkaServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private final List<Integer> ports = freePorts(3);

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> free =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException none) {
            throw new AssertionError(none);
        }
    }

    /** A Java program with the service's environment: its ports, names and paths changed to what a test can have. */
    private Program start(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
        Compose.stack()
                .environment("kafka")
                .forEach((name, value) -> command.add(name + "="
                        + value.replace("kafka:19092", "127.0.0.1:19092")
                                .replace("//:", "//127.0.0.1:")
                                .replace("19092", ports.get(0).toString())
                                .replace("29093", ports.get(1).toString())
                                .replace(":9092", ":" + ports.get(2))
                                .replace(
                                        "/var/lib/kafka/data",
                                        directory.resolve("data").toString())));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(words));
        return Program.run(command);
    }

    @Test
    void areWhatABrokerOfOneNodeNeeds() throws IOException {
        Path none = Files.createDirectory(directory.resolve("none"));
        Path settings = Files.createDirectory(directory.resolve("settings"));
        try (Program setup = start(
                "kafka.docker.KafkaDockerWrapper",
                "setup",
                "--default-configs-dir=" + none,
                "--mounted-configs-dir=" + none,
                "--final-configs-dir=" + settings)) {
            assertEquals(0, setup.exitCode(), setup.out() + " " + setup.err());
        }
        try (Program kafka =
                start("kafka.Kafka", settings.resolve("server.properties").toString())) {
            // through the listener for programs outside of the containers
            String servers = "localhost:" + ports.get(2);
            TopicSetup.ensure(Map.of("bootstrap.servers", servers), TopicSettings.defaults(), PATIENCE);
            sendInATransaction(servers);
            // and through that of the stack
            try (TopicReader topic = new TopicReader("127.0.0.1:" + ports.get(0))) {
                topic.await("a", events -> events.size() == 1);
            }
            assertEquals(143, kafka.signal("TERM").exitCode(), kafka.err().toString());
        }
    }

    /** Needs the topic of transactions, which one broker can hold only where it is told so. */
    private static void sendInATransaction(String servers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "transactional.id", "test");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(
                    Topics.EVENTS,
                    "a".getBytes(UTF_8),
                    "{\"schema\":1,\"type\":\"step\",\"run\":\"a\",\"time\":1,\"step\":1}".getBytes(UTF_8)));
            producer.commitTransaction();
        }
    }
}
