package io.neuralentropy.monitor.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.json.CurveKey;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.snapshot.PublishedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunArchiveTest {
    private static final int MEMORY = 20_000;
    private final RunArchive archive = new RunArchive(MEMORY);

    private void put(String run, long step) {
        put(
                run,
                "{\"run\":\"" + run + "\",\"application\":\"m\",\"step\":" + step + ",\"acceptedSteps\":" + step
                        + ",\"ranks\":[]}");
    }

    private void put(String run, String value) {
        archive.takeRun(run.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private void putBlock(String run, int block, long... steps) {
        StringBuilder column = new StringBuilder();
        for (long step : steps) {
            column.append(column.isEmpty() ? "" : ",").append(step);
        }
        String value = "{\"schema\":1,\"run\":\"" + run + "\",\"step\":[" + column + "],\"first\":[" + column
                + "],\"steps\":[" + column + "]}";
        archive.takeBlock(new CurveKey(run, block).bytes(), value.getBytes(UTF_8));
    }

    private String curve(String run) {
        return new String(archive.find(run).orElseThrow().curve(), UTF_8);
    }

    private List<String> runs() {
        return archive.all().stream().map(Archived::run).toList();
    }

    @Test
    void keepsTheLatestRecordOfEachRunInOrderOfTheirIds() {
        put("b", 1);
        put("a", 1);
        put("b", 2);
        assertEquals(List.of("a", "b"), runs());
        Archived run = archive.find("b").orElseThrow();
        assertEquals("{\"run\":\"b\",\"live\":false,\"step\":2,\"acceptedSteps\":2}", new String(run.summary(), UTF_8));
        assertEquals(
                "{\"run\":\"b\",\"live\":false,\"step\":2,\"acceptedSteps\":2,\"ranks\":[]}",
                new String(run.full(), UTF_8));
    }

    @Test
    void putsACurveTogetherOfItsBlocksInWhateverOrderTheyCome() {
        putBlock("a", 10, 1024);
        putBlock("a", 1, 2, 3);
        assertEquals(List.of(), runs(), "of the run itself nothing is known yet");
        put("a", 1025);
        putBlock("a", 10, 1024, 1025);
        putBlock("a", 2, 4);
        assertEquals(
                "{\"run\":\"a\",\"step\":[2,3,4,1024,1025],\"first\":[2,3,4,1024,1025],\"steps\":[2,3,4,1024,1025]}",
                curve("a"));
        assertEquals(0b10000000110, archive.published("a").curveBlocks());
        archive.takeBlock(new CurveKey("a", 10).bytes(), null);
        assertEquals("{\"run\":\"a\",\"step\":[2,3,4],\"first\":[2,3,4],\"steps\":[2,3,4]}", curve("a"));
    }

    @Test
    void aRecordOfAnEarlierVersionHoldsItsCurve() {
        put(
                "a",
                "{\"run\":\"a\",\"acceptedSteps\":2,\"curve\":{\"run\":\"a\",\"step\":[2],\"first\":[2],\"steps\":[2]}}");
        assertEquals("{\"run\":\"a\",\"step\":[2],\"first\":[2],\"steps\":[2]}", curve("a"));
        put("a", 3);
        assertEquals("{\"run\":\"a\",\"step\":[],\"first\":[],\"steps\":[]}", curve("a"), "blocks will follow");
        putBlock("a", 1, 3);
        assertEquals("{\"run\":\"a\",\"step\":[3],\"first\":[3],\"steps\":[3]}", curve("a"));
    }

    @Test
    void forgetsARunThatIsTakenBack() {
        put("a", 1);
        putBlock("a", 0, 1);
        archive.takeRun("a".getBytes(UTF_8), null);
        archive.takeRun("b".getBytes(UTF_8), null);
        archive.takeBlock(new CurveKey("b", 0).bytes(), null);
        assertTrue(archive.find("a").isEmpty());
        assertEquals(new PublishedRun("", 0, false, 1), archive.published("a"));
        archive.takeBlock(new CurveKey("a", 0).bytes(), null);
        assertEquals(PublishedRun.NONE, archive.published("a"));
        assertEquals(0, archive.bytes());
    }

    @Test
    void dropsTheRunsThatWereNotWrittenForLongestWhenItIsFullButKnowsWhatTheyHold() {
        for (int i = 0; i < 30; i++) {
            put("often", i);
            putBlock("often", 4, 16, 17);
            put(String.format("%03d", i), i);
            putBlock(String.format("%03d", i), 4, 16);
        }
        assertTrue(archive.bytes() <= MEMORY, archive.bytes() + " bytes");
        List<String> kept = runs();
        assertEquals("often", kept.get(kept.size() - 1));
        assertEquals("029", kept.get(kept.size() - 2));
        assertTrue(kept.size() > 8 && kept.size() < 20, kept.toString());
        assertEquals(new PublishedRun("m", 3, false, 1 << 4), archive.published("003"), "of a run that was dropped");
    }

    @Test
    void isBoundedAlsoInWhatItKnowsOfRunsThatItDropped() {
        for (int i = 0; i < 10_000; i++) {
            put(Integer.toString(i), i);
        }
        assertTrue(archive.bytes() <= MEMORY, archive.bytes() + " bytes");
        assertEquals(PublishedRun.NONE, archive.published("0"));
        assertEquals(9_999, archive.published("9999").steps());
        assertTrue(runs().contains("9999"));
    }

    @Test
    void takesNoRecordThatIsNone() {
        byte[] key = "a".getBytes(UTF_8);
        assertThrows(IllegalArgumentException.class, () -> archive.takeRun(key, "junk".getBytes(UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> put("a", "{\"run\":\"b\"}"));
        assertThrows(IllegalArgumentException.class, () -> archive.takeBlock(key, "{}".getBytes(UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> archive.takeRun(null, "{\"run\":\"a\"}".getBytes(UTF_8)));
        assertEquals(List.of(), runs());
        assertEquals(0, archive.bytes());
    }
}
