package io.neuralentropy.monitor.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.neuralentropy.monitor.snapshot.PublishedRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordTest {
    private static final String RECORD = "{\"run\":\"a\",\"step\":9007199254740993,\"loss\":\"Infinity\","
            + "\"neuralEntropy\":{\"value\":0.1,\"standardError\":1.0E-300},\"ranks\":[{\"rank\":0}],"
            + "\"evaluations\":[],\"curve\":{\"run\":\"a\",\"step\":[1,2],\"first\":[1,2],\"steps\":[1,1],\"loss\":[\"-Infinity\",null]}}";

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void isTakenApartToTheLastDigit() {
        assertEquals(
                "{\"run\":\"a\",\"live\":false,\"step\":9007199254740993,\"loss\":\"Infinity\","
                        + "\"neuralEntropy\":{\"value\":0.1,\"standardError\":1.0E-300}}",
                text(RunRecord.summary(RECORD.getBytes(UTF_8))));
        assertEquals(
                "{\"run\":\"a\",\"live\":false,\"step\":9007199254740993,\"loss\":\"Infinity\","
                        + "\"neuralEntropy\":{\"value\":0.1,\"standardError\":1.0E-300},\"ranks\":[{\"rank\":0}],"
                        + "\"evaluations\":[]}",
                text(RunRecord.full(RECORD.getBytes(UTF_8))));
        assertEquals(
                "{\"run\":\"a\",\"step\":[1,2],\"first\":[1,2],\"steps\":[1,1],\"loss\":[\"-Infinity\",null]}",
                text(RunRecord.curve(RECORD.getBytes(UTF_8)).orElseThrow()));
    }

    @Test
    void sinceCurvesHaveATopicOfTheirOwnItHoldsNone() {
        String record = "{\"run\":\"a\",\"application\":\"m\",\"step\":2}";
        assertEquals(Optional.empty(), RunRecord.curve(record.getBytes(UTF_8)));
        assertEquals("{\"run\":\"a\",\"live\":false,\"step\":2}", text(RunRecord.full(record.getBytes(UTF_8))));
    }

    @Test
    void saysWhatItKnows() {
        String bare =
                "{\"run\":\"a\",\"application\":\"m\",\"acceptedSteps\":7,\"duplicateSteps\":1,\"supersededSteps\":3}";
        assertEquals(new PublishedRun("m", 10, false, 0), RunRecord.published("a", bare.getBytes(UTF_8)));
        String described = "{\"run\":\"a\",\"group\":\"g\",\"acceptedSteps\":7,\"ranks\":[{\"acceptedSteps\":9}]}";
        assertEquals(new PublishedRun("", 7, true, 0), RunRecord.published("a", described.getBytes(UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> RunRecord.published("b", bare.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "no json", "{\"run\":\"a\",\"curve\":{", "{\"run\":\"a\""})
    void isRefusedWhereItIsNone(String value) {
        assertThrows(IllegalArgumentException.class, () -> RunRecord.summary(value.getBytes(UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> RunRecord.curve(value.getBytes(UTF_8)));
    }

    @Test
    void aCurveIsReadBackAsItWasWritten() {
        String json = "{\"run\":\"a\",\"step\":[1,3],\"first\":[1,2],\"steps\":[1,2],\"samples\":[null,64],"
                + "\"loss\":[\"Infinity\",0.1]}";
        CurveTable table = CurveTable.read(json.getBytes(UTF_8));
        assertEquals(json, text(table.json()));
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0.1}, table.column("loss"));
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, table.column("seconds"));
        assertEquals("step,first,steps,samples,loss\n1,1,1,,Infinity\n3,2,2,64,0.1\n", text(table.csv()));
    }
}
