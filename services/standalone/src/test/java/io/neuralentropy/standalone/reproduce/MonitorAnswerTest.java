package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorAnswerTest {
    private static final RunPlan PLAN =
            new LearningCurves(PaperNumbers.load()).runs(Samples.QUICK).get(0);
    private static final String EVALUATION = """
            {"split":"held-out","step":1280,"time":1,"neuralEntropy":{"value":1.5,"standardError":0.1},
             "learnedEntropy":{"value":1.0},"profile":{"at":[0.1,0.9],"neural":[2,1],"learned":[1.5,null],"standardError":[0.1,0.2]}}""";

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static MonitorAnswer answer(long step, String status, String evaluations) {
        return new MonitorAnswer(json("{\"run\":\"vp-d3-s1\",\"step\":" + step + ",\"status\":\"" + status
                + "\",\"missingSteps\":3,\"dataset\":{\"name\":\"x\",\"size\":8192},\"totalEntropy\":1.1,\"totalEntropyLower\":1.0,\"learnedRatioUpper\":0.9,\"seconds\":20.5,"
                + "\"evaluations\":[" + evaluations + "]}"));
    }

    @Test
    void showsAStepWithItsEvaluation() {
        assertFalse(answer(1280, "running", "").shows(1280), "the evaluation comes after the step");
        assertFalse(answer(1279, "running", EVALUATION).shows(1280));
        assertTrue(answer(1280, "running", EVALUATION).shows(1280));
        assertFalse(
                answer(1280, "running", EVALUATION.replace("held-out", "train")).shows(1280));
        assertFalse(new MonitorAnswer(json("{\"error\":\"no run vp-d3-s1\"}")).shows(1));
    }

    @Test
    void showsTheEndOfARunThatWasNotMerelyStopped() {
        assertTrue(answer(1280, "completed", "").showsEnd(1280));
        assertTrue(answer(1280, "failed", "").showsEnd(1280));
        assertFalse(answer(1280, "running", "").showsEnd(1280));
        assertFalse(answer(1280, "stopped", "").showsEnd(1280), "of an attempt that is gone on with");
        assertFalse(answer(1200, "completed", "").showsEnd(1280), "of a shorter run that is gone on with");
    }

    @Test
    void readsAnEvaluation() {
        Station station = answer(1280, "running", EVALUATION).station(1280).orElseThrow();

        assertEquals(new Estimate(1.5, 0.1), station.neural());
        assertEquals(new Estimate(1, Double.NaN), station.learned());
        assertArrayEquals(new double[] {0.1, 0.9}, station.rates().at());
        assertArrayEquals(new double[] {1.5, Double.NaN}, station.rates().learned());
        assertEquals(0, station.rates().peak());
        assertEquals(new Bracket(1, Double.NaN, Double.NaN, Double.NaN, 0.9), station.bracket());
    }

    @Test
    void makesTheResultOfARun() {
        JsonNode curve = json("""
                {"run":"vp-d3-s1","first":[1,2,3,4,5],"step":[1,2,3,4,5],"steps":[1,1,1,1,1],"neuralEntropy":[1,2,3,4,5],
                 "neuralEntropyStandardError":[1,1,1,1,1],"loss":[9,8,"Infinity",null,5]}""");

        RunResult result = answer(1280, "completed", EVALUATION).result(PLAN, curve, List.of());

        assertEquals("vp-d3", result.variant());
        assertEquals(1280, result.steps());
        assertEquals(3, result.missingSteps());
        assertEquals(8192, result.datasetSize());
        assertEquals(1.1, result.totalEntropy().value());
        assertEquals(20.5, result.seconds());
        assertEquals(1, result.seed());
        assertArrayEquals(new long[] {1, 5}, result.curve().first());
        assertArrayEquals(new double[] {2.5, 5}, result.curve().neural());
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, result.curve().learned());
    }
}
