package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backtest} of a run in Kafka. */
class BacktestIT {
    @TempDir
    private Path directory;

    @Test
    void aRunInTheTopicSaysTheSameAsItsFile() throws IOException {
        Path file = directory.resolve("both.jsonl");
        Files.writeString(file, BacktestTest.lines("b", 700) + BacktestTest.lines("a", 9_000));
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            String servers = "--bootstrap-servers=" + broker.bootstrapServers();
            assertEquals(
                    0, new InProcess().run("replay", file.toString(), servers).code());
            String[] options = {"--set=delta=0.1", "--json"};
            InProcess.Outcome ofTopic = new InProcess().run("backtest", "a", servers, options[0], options[1]);
            InProcess.Outcome ofFile =
                    new InProcess().run("backtest", file.toString(), "--run=a", options[0], options[1]);
            assertEquals(0, ofTopic.code(), ofTopic.err());
            assertEquals(ofFile.out(), ofTopic.out());
            InProcess.Outcome unknown = new InProcess().run("backtest", "c", servers, options[0]);
            assertEquals(1, unknown.code());
            assertTrue(unknown.err().contains("holds no events of a run c"), unknown.err());
        }
    }

    @Test
    void aKafkaThatWasNeverSentAnythingIsSaidAndLeftAsItIs() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            InProcess.Outcome outcome = new InProcess()
                    .run("backtest", "a", "--bootstrap-servers=" + broker.bootstrapServers(), "--set=z=2");
            assertEquals(1, outcome.code());
            assertTrue(outcome.err().contains("has no topic neural-entropy.events"), outcome.err());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertEquals(Set.of(), admin.listTopics().names().get());
            }
        }
    }
}
