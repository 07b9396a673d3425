package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.snapshot.Quantity.GRADIENT_NORM;
import static io.neuralentropy.monitor.snapshot.Quantity.LOSS;
import static io.neuralentropy.monitor.snapshot.Quantity.NEURAL_ENTROPY;
import static io.neuralentropy.monitor.web.SampleRun.UNKNOWN;
import static io.neuralentropy.monitor.web.WebFixture.header;
import static io.neuralentropy.monitor.web.WebFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {
    private final WebFixture web = new WebFixture();

    @AfterEach
    void stop() {
        web.close();
    }

    @Nested
    class OfRuns {
        @Test
        void isAnEmptyListBeforeTheFirst() {
            assertEquals("[]", text(web.get("/api/runs")));
        }

        @Test
        void saysAllThatIsKnownOfOne() {
            web.snapshots.put(FullRun.build());
            var response = web.get("/api/runs/vpx-d9-s1");
            assertEquals("application/json", header(response, "Content-Type"));
            assertEquals(FullRun.JSON, text(response));
        }

        @Test
        void listsThemWithoutWhatIsLong() {
            web.snapshots.put(FullRun.build());
            web.snapshots.put(new SampleRun("a").build());
            assertEquals("[" + EMPTY_SUMMARY + "," + FullRun.SUMMARY_JSON + "]", text(web.get("/api/runs")));
        }

        @Test
        void leavesOutWhatIsUnknown() {
            web.snapshots.put(new SampleRun("a").build());
            assertEquals(
                    EMPTY_SUMMARY.substring(0, EMPTY_SUMMARY.length() - 1)
                            + ",\"states\":[],\"ranks\":[],\"evaluations\":[]}",
                    text(web.get("/api/runs/a")));
        }

        @Test
        void saysAnInfiniteLossAsText() {
            var run = new SampleRun("a");
            run.progress = new Progress(
                    Double.POSITIVE_INFINITY,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    0,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN);
            web.snapshots.put(run.build());
            String json = text(web.get("/api/runs/a"));
            assertTrue(json.contains(",\"loss\":\"Infinity\","), json);
        }

        @Test
        void saysHowARunEnded() {
            var run = new SampleRun("a");
            run.finished = new RunFinished(run.origin(), RunFinished.Status.FAILED, "out of memory", 7);
            web.snapshots.put(run.build());
            String json = text(web.get("/api/runs/a"));
            assertTrue(json.contains("\"status\":\"failed\",\"reason\":\"out of memory\""), json);
        }

        @Test
        void leavesOutWhatAnEvaluationDoesNotSay() {
            var run = new SampleRun("a");
            run.lastEventTime = 5;
            run.evaluations = List.of(FullRun.bareEvaluation(run));
            web.snapshots.put(run.build());
            String json = text(web.get("/api/runs/a"));
            assertTrue(
                    json.endsWith("\"evaluations\":[{\"split\":\"train\",\"step\":1,\"time\":5,"
                            + "\"neuralEntropy\":{\"value\":2.0}}]}"),
                    json);
        }

        private static final String EMPTY_SUMMARY =
                "{\"run\":\"a\",\"live\":true,\"attempt\":0,\"step\":0,\"status\":\"running\","
                        + "\"state\":\"warming-up\",\"capacity\":{\"withheld\":\"too few buckets of steps to fit a curve\"},"
                        + "\"verdict\":{\"followed\":\"neuralEntropy\",\"delta\":0.03,"
                        + "\"missing\":\"too early: the first verdict takes a few hundred steps\"},"
                        + "\"receivedSteps\":0,\"acceptedSteps\":0,\"duplicateSteps\":0,\"supersededSteps\":0,\"lateSteps\":0,"
                        + "\"missingSteps\":0}";
    }

    @Nested
    class OfPartsOfTheList {
        private void put(String id, String group, TrainingState state) {
            web.snapshots.put(run(id, group, state));
        }

        private RunSnapshot run(String id, String group, TrainingState state) {
            var run = new SampleRun(id);
            run.about = group == null
                    ? null
                    : RunStarted.of(run.origin()).group(group).build();
            run.standing = SampleRun.standing(state);
            return run.build();
        }

        /** The ids of one answer. */
        private List<String> ids(HttpResponse<byte[]> response) {
            assertEquals(200, response.statusCode(), text(response));
            return Pattern.compile("\"run\":\"([^\"]*)\"")
                    .matcher(text(response))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        /** The answers' ids, one list each, as Link leads from one to the next. */
        private List<List<String>> parts(String path) {
            List<List<String>> parts = new ArrayList<>();
            for (String next = path; next != null; ) {
                var response = web.get(next);
                parts.add(ids(response));
                next = response.headers()
                        .firstValue("Link")
                        .map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"))
                        .orElse(null);
            }
            return parts;
        }

        @Test
        void comeOneAfterTheOther() {
            List.of("e", "b", "d", "a", "c").forEach(id -> put(id, null, TrainingState.ABSORBING));
            assertEquals(List.of(List.of("a", "b"), List.of("c", "d"), List.of("e")), parts("/api/runs?limit=2"));
            assertEquals(List.of(List.of("a", "b", "c", "d", "e")), parts("/api/runs?limit=5"));
            assertEquals(List.of("c", "d", "e"), ids(web.get("/api/runs?after=b")));
            assertEquals(List.of("c", "d", "e"), ids(web.get("/api/runs?after=bb")), "a run that has gone");
            assertEquals(List.of(), ids(web.get("/api/runs?after=e")));
        }

        @Test
        void areBoundedAlsoWhereNothingIsSaid() {
            for (int i = 0; i <= RunQuery.MOST; i++) {
                put(String.format("r%04d", i), null, TrainingState.ABSORBING);
            }
            assertEquals(
                    List.of(RunQuery.MOST, 1),
                    parts("/api/runs").stream().map(List::size).toList());
        }

        @Test
        void areOfOneGroupOrOfSomeStates() {
            put("a", "first & second", TrainingState.SATURATED);
            put("b", "other", TrainingState.SATURATED);
            put("c", null, TrainingState.ABSORBING);
            put("d", "first & second", TrainingState.DECLINING);
            put("e", "first & second", TrainingState.SATURATED);
            assertEquals(
                    List.of(List.of("a"), List.of("d"), List.of("e")),
                    parts("/api/runs?group=first+%26+second&limit=1"));
            assertEquals(List.of("a", "b", "e"), ids(web.get("/api/runs?state=saturated")));
            assertEquals(
                    List.of(List.of("a", "b"), List.of("d", "e")),
                    parts("/api/runs?state=saturated&state=declining&limit=2"));
            assertEquals(List.of("d"), ids(web.get("/api/runs?state=declining&group=first+%26+second")));
            assertEquals(List.of(), ids(web.get("/api/runs?group=none")));
        }

        @Test
        void findSilentRunsByTheirVerdictsAndAsStalled() {
            web.snapshots.put(run("a", null, TrainingState.DIVERGED).silentFor(300));
            put("b", null, TrainingState.DIVERGED);
            web.snapshots.put(run("c", null, TrainingState.ABSORBING).silentFor(130));
            assertEquals(List.of("a", "b"), ids(web.get("/api/runs?state=diverged")));
            assertEquals(List.of("a", "c"), ids(web.get("/api/runs?state=stalled")));
            assertEquals(List.of("a", "b", "c"), ids(web.get("/api/runs?state=stalled&state=diverged")));
            String both = text(web.get("/api/runs?state=stalled&limit=1"));
            assertTrue(both.contains("\"state\":\"diverged\",\"silentFor\":300.0,"), both);
            assertEquals(List.of(List.of("a"), List.of("c")), parts("/api/runs?state=stalled&limit=1"));
        }

        @Test
        void goByWhatTheOwnerSaysNotByWhatWasWrittenDown() {
            web.archived = new MemoryArchive(
                    new ArrayCurve(new long[0], new long[0]),
                    run("a", "g", TrainingState.SATURATED),
                    run("b", "g", TrainingState.SATURATED));
            put("a", "g", TrainingState.ABSORBING);
            assertEquals(List.of("b"), ids(web.get("/api/runs?state=saturated")));
            assertEquals(List.of("a"), ids(web.get("/api/runs?state=absorbing&group=g")));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "limit=0 | limit must be a whole number from 1 to 1000",
                    "limit=1001 | limit must be a whole number from 1 to 1000",
                    "limit=99999999999 | limit must be a whole number from 1 to 1000",
                    "limit=many | limit must be a whole number from 1 to 1000",
                    "after=%3Cscript%3E | after must be the id of a run",
                    "state=broken | state must be one of warming-up, absorbing, saturated, declining, diverged,"
                            + " stalled, finished, failed"
                })
        void areRefusedWhereTheyCannotBe(String query, String error) {
            var response = web.get("/api/runs?" + query);
            assertEquals(400, response.statusCode());
            assertEquals("{\"error\":\"" + error + "\"}", text(response));
        }
    }

    @Nested
    class OfCurves {
        private final ArrayCurve curve = new ArrayCurve(new long[] {1, 2, 256}, new long[] {1, 2, 257})
                .mean(NEURAL_ENTROPY, 1.5, UNKNOWN, 1e-7)
                .standardError(NEURAL_ENTROPY, 0.25, UNKNOWN, UNKNOWN)
                .mean(LOSS, 7, Double.POSITIVE_INFINITY, 6)
                .range(LOSS, new double[] {7, UNKNOWN, 5.5}, new double[] {7, Double.POSITIVE_INFINITY, 6.5})
                .mean(GRADIENT_NORM, UNKNOWN, UNKNOWN, UNKNOWN);

        private void put() {
            var run = new SampleRun("run.1");
            run.curve = curve;
            web.snapshots.put(run.build());
        }

        @Test
        void areColumnsWithNullForTheUnknown() {
            put();
            var response = web.get("/api/runs/run.1/curve");
            assertEquals("application/json", header(response, "Content-Type"));
            assertEquals(
                    "{\"run\":\"run.1\",\"step\":[1,2,257],\"first\":[1,2,256],\"steps\":[1,1,2],"
                            + "\"neuralEntropy\":[1.5,null,1.0E-7],\"neuralEntropyStandardError\":[0.25,null,null],"
                            + "\"loss\":[7.0,\"Infinity\",6.0],\"lossMinimum\":[7.0,null,5.5],"
                            + "\"lossMaximum\":[7.0,\"Infinity\",6.5]}",
                    text(response));
        }

        @Test
        void areLinesOfCsvWhereAsked() {
            put();
            var response = web.get("/api/runs/run.1/curve?format=csv");
            assertEquals("text/csv; charset=utf-8", header(response, "Content-Type"));
            assertEquals("attachment; filename=\"run.1.csv\"", header(response, "Content-Disposition"));
            assertEquals("""
                    step,first,steps,neuralEntropy,neuralEntropyStandardError,loss,lossMinimum,lossMaximum
                    1,1,1,1.5,0.25,7.0,7.0,7.0
                    2,2,1,,,Infinity,,Infinity
                    257,256,2,1.0E-7,,6.0,5.5,6.5
                    """, text(response));
        }

        @Test
        void areEmptyForARunWithoutSteps() {
            web.snapshots.put(new SampleRun("a").build());
            assertEquals("{\"run\":\"a\",\"step\":[],\"first\":[],\"steps\":[]}", text(web.get("/api/runs/a/curve")));
            assertEquals("step,first,steps\n", text(web.get("/api/runs/a/curve?format=csv")));
        }

        @Test
        void areRefusedInAnUnknownFormat() {
            put();
            var response = web.get("/api/runs/run.1/curve?format=xml");
            assertEquals(400, response.statusCode());
            assertEquals("{\"error\":\"format must be json or csv\"}", text(response));
        }
    }

    @Nested
    class OfRunsOfOtherInstances {
        private final ArrayCurve curve = new ArrayCurve(new long[] {1, 2}, new long[] {1, 3})
                .pace(32, 0.5)
                .mean(NEURAL_ENTROPY, 1.5, UNKNOWN);

        private void archive(RunSnapshot... runs) {
            web.archived = new MemoryArchive(curve, runs);
        }

        @Test
        void saysWhatWasWrittenDownAndThatItIsNotLive() {
            archive(FullRun.build());
            assertEquals(FullRun.JSON.replace("\"live\":true", "\"live\":false"), text(web.get("/api/runs/vpx-d9-s1")));
        }

        @Test
        void listsThemAmongTheLiveOnesInOrder() {
            archive(new SampleRun("a").build(), new SampleRun("c").build());
            web.snapshots.put(new SampleRun("b").build());
            String list = text(web.get("/api/runs"));
            assertTrue(
                    list.matches("\\[\\{\"run\":\"a\",\"live\":false,.*\"run\":\"b\",\"live\":true,.*"
                            + "\"run\":\"c\",\"live\":false,.*]"),
                    list);
            assertTrue(!list.contains("\"curve\"") && !list.contains("\"ranks\""), list);
        }

        @Test
        void prefersWhatThisInstanceOwns() {
            var old = new SampleRun("a");
            old.step = 1;
            archive(old.build());
            var now = new SampleRun("a");
            now.step = 2;
            web.snapshots.put(now.build());
            assertTrue(
                    text(web.get("/api/runs/a")).startsWith("{\"run\":\"a\",\"live\":true,\"attempt\":0,\"step\":2"));
            assertTrue(text(web.get("/api/runs")).startsWith("[{\"run\":\"a\",\"live\":true,\"attempt\":0,\"step\":2"));
        }

        @Test
        void givesTheirCurvesInBothFormats() {
            archive(new SampleRun("a").build());
            assertEquals(
                    "{\"run\":\"a\",\"step\":[1,3],\"first\":[1,2],\"steps\":[1,2],\"samples\":[32,96],"
                            + "\"seconds\":[0.5,1.5],\"neuralEntropy\":[1.5,null]}",
                    text(web.get("/api/runs/a/curve")));
            assertEquals("""
                    step,first,steps,samples,seconds,neuralEntropy
                    1,1,1,32,0.5,1.5
                    3,2,2,96,1.5,
                    """, text(web.get("/api/runs/a/curve?format=csv")));
        }

        @Test
        void saysWhileSomeAreStillBeingRead() {
            var archive = new MemoryArchive(curve, new SampleRun("a").build());
            web.archived = archive;
            for (String path : List.of(
                    "/api/runs", "/api/runs/a", "/api/runs/a/curve", "/api/runs/b", "/api/compare?run=a&run=b")) {
                archive.isComplete = false;
                assertEquals("catching-up", header(web.get(path), "Neural-Entropy-Archive"), path);
                archive.isComplete = true;
                assertNull(header(web.get(path), "Neural-Entropy-Archive"), path);
            }
        }
    }
}
