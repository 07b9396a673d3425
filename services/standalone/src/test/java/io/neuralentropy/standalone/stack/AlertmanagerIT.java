package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Alertmanager makes of the shipped configurations. */
class AlertmanagerIT {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    private static String alert(String name, String severity, String run) {
        String ofRun = run.isEmpty()
                ? "\"component\":\"monitor\""
                : "\"component\":\"run\",\"group\":\"g\",\"run\":\"" + run + "\"";
        return "{\"labels\":{\"alertname\":\"" + name + "\",\"severity\":\"" + severity + "\"," + ofRun + "},"
                + "\"annotations\":{\"summary\":\"summary of " + name + "\",\"description\":\"what is\","
                + "\"dashboard\":\"http://grafana/d/x\",\"runbook_url\":\"http://source/r\"}}";
    }

    private static String alerts(String... alerts) {
        return "[" + String.join(",", alerts) + "]";
    }

    private AlertmanagerServer start(String name, WebhookReceiver receiver) {
        return AlertmanagerServer.start(directory, AlertmanagerConfig.quickened(name, directory, receiver.url()));
    }

    private static Set<String> named(List<WebhookReceiver.Told> told) {
        return told.stream()
                .map(alert -> alert.path() + " " + alert.label("alertname") + " " + alert.label("run"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aDivergedRunSilencesWhatElseIsSaidOfIt() throws IOException {
        Files.writeString(directory.resolve("alertmanager_webhook_token"), "sesame");
        try (WebhookReceiver receiver = WebhookReceiver.start();
                AlertmanagerServer server = start("alertmanager.webhook.yml", receiver)) {
            server.post(alerts(
                    alert("NeuralEntropyDiverged", "critical", "one"),
                    alert("NeuralEntropySaturated", "warning", "one"),
                    alert("NeuralEntropyMissingSteps", "warning", "one"),
                    alert("NeuralEntropySaturated", "warning", "two"),
                    alert("NeuralEntropyLowEfficiency", "info", "three")));
            Set<String> wanted = Set.of(
                    "/critical NeuralEntropyDiverged one",
                    "/warning NeuralEntropyMissingSteps one",
                    "/warning NeuralEntropySaturated two",
                    "/info NeuralEntropyLowEfficiency three");
            receiver.await(told -> named(told).equals(wanted), PATIENCE_SECONDS, wanted.toString());
            receiver.told().forEach(told -> assertEquals("Bearer sesame", told.authorization()));
            server.awaitInhibited(Set.of("NeuralEntropySaturated one"));
        }
    }

    @Test
    void aMonitorThatIsDownSilencesTheRestButWhatExplainsIt() {
        try (WebhookReceiver receiver = WebhookReceiver.start();
                AlertmanagerServer server = start("alertmanager.webhook.yml", receiver)) {
            server.post(alerts(
                    alert("NeuralEntropyMonitorDown", "critical", ""),
                    alert("NeuralEntropyScrapeOverLimits", "warning", ""),
                    alert("NeuralEntropyDeadLetters", "warning", ""),
                    alert("NeuralEntropyDiverged", "critical", "one"),
                    alert("OfSomethingElse", "warning", "")));
            server.awaitInhibited(Set.of("NeuralEntropyDeadLetters", "NeuralEntropyDiverged one"));
        }
    }

    @Test
    void aMonitorThatIsBehindSilencesStalledRunsAlone() {
        try (WebhookReceiver receiver = WebhookReceiver.start();
                AlertmanagerServer server = start("alertmanager.yml", receiver)) {
            server.post(alerts(
                    alert("NeuralEntropyMonitorBehind", "warning", ""),
                    alert("NeuralEntropyStalled", "warning", "one"),
                    alert("NeuralEntropySaturated", "warning", "two")));
            server.awaitInhibited(Set.of("NeuralEntropyStalled one"));
        }
    }

    @Test
    void whileKafkaIsAwayNothingIsSaidOfRuns() {
        try (WebhookReceiver receiver = WebhookReceiver.start();
                AlertmanagerServer server = start("alertmanager.email.yml", receiver)) {
            server.post(alerts(
                    alert("NeuralEntropyKafkaUnreachable", "critical", ""),
                    alert("NeuralEntropyStalled", "warning", "one"),
                    alert("NeuralEntropyDiverged", "critical", "two"),
                    alert("NeuralEntropyDeadLetters", "warning", "")));
            server.awaitInhibited(Set.of("NeuralEntropyStalled one", "NeuralEntropyDiverged two"));
        }
    }

    @Test
    void slackIsToldInWordsWithLinks() throws IOException {
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            Files.writeString(directory.resolve("alertmanager_slack_url"), receiver.url());
            try (AlertmanagerServer server = start("alertmanager.slack.yml", receiver)) {
                server.post(alerts(alert("NeuralEntropyDiverged", "critical", "one")));
                receiver.await(told -> !receiver.bodies().isEmpty(), PATIENCE_SECONDS, "Slack");
                JsonNode message = receiver.bodies().get(0);
                assertEquals("#training-alerts", message.get("channel").asText());
                JsonNode attachment = message.get("attachments").get(0);
                assertEquals("FIRING one (1)", attachment.get("title").asText());
                String text = attachment.get("text").asText();
                assertTrue(text.contains("*summary of NeuralEntropyDiverged* what is"), text);
                assertTrue(text.contains("<http://grafana/d/x|board> <http://source/r|runbook>"), text);
            }
        }
    }
}
