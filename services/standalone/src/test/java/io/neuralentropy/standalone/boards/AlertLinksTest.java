package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.standalone.stack.StackFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The shipped alerts and the boards know one another. */
class AlertLinksTest {
    private static final Pattern LINK = Pattern.compile(".*/d/([\\w-]+)(?:\\?var-(\\w+)=.*)?");

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        for (Path file : StackFiles.in(StackFiles.PROMETHEUS.resolve("rules"), ".yml")) {
            StackFiles.yaml(file)
                    .get("groups")
                    .forEach(group -> group.get("rules").forEach(rule -> {
                        if (rule.has("alert")) {
                            alerts.add(rule);
                        }
                    }));
        }
        assertFalse(alerts.isEmpty());
        return alerts;
    }

    @Test
    void eachAlertIsAmongThoseThatTheBoardAsksFor() {
        Matcher asked = Pattern.compile("alertname=~\"([^\"]*)\"").matcher(AlertsBoard.ALERTS);
        assertTrue(asked.find());
        alerts().forEach(alert -> assertTrue(
                alert.get("alert").asText().matches(asked.group(1)),
                alert.get("alert").asText()));
    }

    @Test
    void eachAlertLeadsToABoardThatThereIsAndToAVariableThatItHas() {
        List<String> uids = Boards.all().stream().map(Board::uid).toList();
        List<String> variables = Variable.ALL.stream().map(Variable::name).toList();
        for (JsonNode alert : alerts()) {
            String url = alert.at("/annotations/dashboard").asText();
            Matcher link = LINK.matcher(url);
            assertTrue(link.matches(), url);
            assertTrue(uids.contains(link.group(1)), url);
            assertTrue(link.group(2) == null || variables.contains(link.group(2)), url);
            boolean ofRun = alert.at("/labels/component").asText().equals("run");
            assertEquals(ofRun ? Boards.RUN_UID : Boards.PIPELINE_UID, link.group(1));
        }
    }
}
