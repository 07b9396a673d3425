package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.snapshot.Quantity.NEURAL_ENTROPY;
import static io.neuralentropy.monitor.web.WebFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
    private final WebFixture web = new WebFixture();

    @AfterEach
    void stop() {
        web.close();
    }

    private static ArrayCurve curve() {
        return new ArrayCurve(new long[] {1, 2, 3}, new long[] {1, 2, 3})
                .pace(32, 0.5)
                .mean(NEURAL_ENTROPY, 2, 4, 6);
    }

    private static RunSnapshot run(String id, boolean totalKnown) {
        var run = new SampleRun(id);
        if (totalKnown) {
            run.about = RunStarted.of(run.origin())
                    .totalEntropy(new EntropyEstimate(8, SampleRun.UNKNOWN, "analytic"))
                    .build();
        }
        run.curve = curve();
        return run.build();
    }

    @Test
    void setsALiveRunBesideOneThatWasWrittenDown() {
        web.snapshots.put(run("a", true));
        web.archived = new MemoryArchive(curve(), run("b", false));
        String said = text(web.get("/api/compare?run=a&run=b&efficiency=0.625&efficiency=0.9&entropy=3"));
        assertTrue(said.startsWith("{\"runs\":[{\"run\":\"a\",\"live\":true,"), said);
        assertTrue(said.contains(",{\"run\":\"b\",\"live\":false,"), said);
        assertTrue(
                said.endsWith("],\"equal\":{\"steps\":{\"at\":3.0,\"runs\":["
                        + "{\"run\":\"a\",\"neuralEntropy\":6.0,\"encodingEfficiency\":0.75},"
                        + "{\"run\":\"b\",\"neuralEntropy\":6.0}]},"
                        + "\"samples\":{\"at\":96.0,\"runs\":["
                        + "{\"run\":\"a\",\"neuralEntropy\":6.0,\"encodingEfficiency\":0.75},"
                        + "{\"run\":\"b\",\"neuralEntropy\":6.0}]},"
                        + "\"seconds\":{\"at\":1.5,\"runs\":["
                        + "{\"run\":\"a\",\"neuralEntropy\":6.0,\"encodingEfficiency\":0.75},"
                        + "{\"run\":\"b\",\"neuralEntropy\":6.0}]}},"
                        + "\"reached\":[{\"run\":\"a\",\"encodingEfficiency\":["
                        + "{\"level\":0.625,\"steps\":2.5,\"samples\":80.0,\"seconds\":1.25},{\"level\":0.9}],"
                        + "\"neuralEntropy\":[{\"level\":3.0,\"steps\":1.5,\"samples\":48.0,\"seconds\":0.75}]},"
                        + "{\"run\":\"b\",\"encodingEfficiency\":[{\"level\":0.625},{\"level\":0.9}],"
                        + "\"neuralEntropy\":[{\"level\":3.0,\"steps\":1.5,\"samples\":48.0,\"seconds\":0.75}]}]}"),
                said);
    }

    @Test
    void looksForThreeEfficienciesUnlessToldOtherwise() {
        web.snapshots.put(run("a", true));
        web.snapshots.put(run("b", true));
        String said = text(web.get("/api/compare?run=a&run=b"));
        for (String level : new String[] {"0.5", "0.9", "0.95"}) {
            assertTrue(said.contains("{\"level\":" + level), said);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, name 2 to 32 different runs",
        "?run=a, 400, name 2 to 32 different runs",
        "?run=a&run=a, 400, name 2 to 32 different runs",
        "?run=a&run=c, 404, no such run: c; /api/runs lists the known ones",
        "?run=a&run=%3Cb%3E, 404, no such run; /api/runs lists the known ones",
        "?run=a&run=b&efficiency=much, 400, efficiency must be a number above 0",
        "?run=a&run=b&efficiency=0, 400, efficiency must be a number above 0",
        "?run=a&run=b&entropy=NaN, 400, entropy must be a number above 0",
        "?run=a&run=b&entropy=, 400, entropy must be a number above 0"
    })
    void saysInOneLineWhatIsWrong(String query, int status, String message) {
        web.snapshots.put(run("a", true));
        web.snapshots.put(run("b", true));
        var response = web.get("/api/compare" + query);
        assertEquals(status, response.statusCode());
        assertTrue(text(response).startsWith("{\"error\":\"" + message), text(response));
    }
}
