package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.web.WebFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.javalin.Javalin;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.Groups;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final WebFixture web = new WebFixture();
    private final JsonNode document = json(text(web.get("/openapi.json")));

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void describesExactlyTheRoutesThereAre() {
        var registered = new ArrayList<Set<String>>();
        Javalin.create(config -> {
            var routes = new Routes(config.routes);
            MonitorWeb.register(routes, new AllRuns(web.snapshots, ArchivedRuns.NONE), Groups.NONE, null, null);
            registered.add(routes.paths());
        });
        var described = new TreeSet<String>();
        document.get("paths").fieldNames().forEachRemaining(described::add);
        assertEquals(registered.get(0), described);
    }

    @Test
    void holdsForARunOfWhichEverythingIsKnown() {
        web.snapshots.put(FullRun.build());
        assertHolds("Run", json(text(web.get("/api/runs/vpx-d9-s1"))));
        assertHolds("RunSummary", json(text(web.get("/api/runs"))).get(0));
    }

    @Test
    void holdsForARunOfWhichNothingIsKnown() {
        web.snapshots.put(new SampleRun("a").build());
        assertHolds("Run", json(text(web.get("/api/runs/a"))));
        assertHolds("Curve", json(text(web.get("/api/runs/a/curve"))));
    }

    @Test
    void namesAllThatARunMayHave() {
        var described = new TreeSet<String>();
        schemaNode("RunSummary").get("properties").fieldNames().forEachRemaining(described::add);
        schemaNode("Run").get("properties").fieldNames().forEachRemaining(described::add);
        var said = new TreeSet<String>();
        json(FullRun.JSON).fieldNames().forEachRemaining(said::add);
        assertEquals(said, described);
    }

    @Test
    void holdsForACurveWithAllColumns() {
        var run = new SampleRun("a");
        var curve = new ArrayCurve(new long[] {1, 2}, new long[] {1, 3})
                .pace(32, 0.5)
                .heldOutLoss(Double.NaN, 1.5);
        for (Quantity quantity : Quantity.values()) {
            curve.mean(quantity, 1, Double.NaN)
                    .standardError(quantity, 0.1, Double.POSITIVE_INFINITY)
                    .range(quantity, new double[] {0, Double.NEGATIVE_INFINITY}, new double[] {1, 2});
        }
        run.curve = curve;
        web.snapshots.put(run.build());
        JsonNode said = json(text(web.get("/api/runs/a/curve")));
        assertHolds("Curve", said);
        assertEquals(schemaNode("Curve").get("properties").size(), said.size());
    }

    @Test
    void holdsForAComparison() {
        web.snapshots.put(new SampleRun("a").build());
        var run = new SampleRun("b");
        run.curve = new ArrayCurve(new long[] {1, 2}, new long[] {1, 3})
                .pace(32, 0.5)
                .mean(Quantity.NEURAL_ENTROPY, 1, 2)
                .mean(Quantity.LEARNED_ENTROPY, 1, 2)
                .mean(Quantity.LOSS, 1, 2);
        web.snapshots.put(run.build());
        assertHolds("Comparison", json(text(web.get("/api/compare?run=a&run=b&entropy=1.5"))));
    }

    @Test
    void holdsForGroups() {
        web.groups = () -> GroupsTest.GROUPS;
        JsonNode groups = json(text(web.get("/api/groups")));
        assertEquals(2, groups.size());
        groups.forEach(group -> assertHolds("Group", group));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"run\":\"a\",\"surprise\":1}"})
    void isACheckThatCanFail(String wrong) {
        assertFalse(schema("Run").validate(json(wrong)).isEmpty());
    }

    private JsonNode schemaNode(String name) {
        return document.get("components").get("schemas").get(name);
    }

    private void assertHolds(String name, JsonNode answer) {
        assertEquals(List.of(), schema(name).validate(answer));
    }

    /** The named schema with the document's others within reach, closed against members that it does not name. */
    private Schema schema(String name) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$ref", "#/components/schemas/" + name);
        root.put("unevaluatedProperties", false);
        root.set("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
