package io.neuralentropy.monitor.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunArchiveTest {
    private final RunArchive archive = new RunArchive(10_000);

    private void put(String run, long step) {
        String value =
                "{\"run\":\"" + run + "\",\"step\":" + step + ",\"ranks\":[],\"curve\":{\"step\":[" + step + "]}}";
        archive.takeRun(run.getBytes(UTF_8), value.getBytes(UTF_8));
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
        assertEquals("{\"run\":\"b\",\"live\":false,\"step\":2}", new String(run.summary(), UTF_8));
        assertEquals("{\"run\":\"b\",\"live\":false,\"step\":2,\"ranks\":[]}", new String(run.full(), UTF_8));
        assertEquals("{\"step\":[2]}", new String(run.curve(), UTF_8));
    }

    @Test
    void forgetsARunThatIsRemoved() {
        put("a", 1);
        archive.takeRun("a".getBytes(UTF_8), null);
        archive.takeRun("b".getBytes(UTF_8), null);
        assertTrue(archive.find("a").isEmpty());
        assertEquals(0, archive.bytes());
    }

    @Test
    void dropsTheRunsThatWereNotWrittenForLongestWhenItIsFull() {
        for (int i = 0; i < 1000; i++) {
            put("often", i);
            put(String.format("%03d", i), 1);
        }
        assertTrue(archive.bytes() <= 10_000, archive.bytes() + " bytes");
        List<String> kept = runs();
        assertEquals("often", kept.get(kept.size() - 1));
        assertEquals("999", kept.get(kept.size() - 2));
        assertTrue(kept.size() > 10 && kept.size() < 25, kept.toString());
    }

    @Test
    void takesNoRecordThatIsNone() {
        byte[] key = "a".getBytes(UTF_8);
        assertThrows(IllegalArgumentException.class, () -> archive.takeRun(key, "junk".getBytes(UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> archive.takeBlock(key, "{}".getBytes(UTF_8)));
        assertEquals(List.of(), runs());
    }
}
