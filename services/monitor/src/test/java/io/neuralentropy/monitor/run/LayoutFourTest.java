package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.json.Json;
import io.neuralentropy.monitor.json.RunJson;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Records that a monitor of layout 4 has written, with the events that it had taken: the run that comes back is the one that the
 * events make.
 */
class LayoutFourTest {
    private static HeapStorage records() throws IOException {
        HeapStorage storage = new HeapStorage();
        try (DataInputStream in = new DataInputStream(open("records.gz"))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                RecordKey key = RecordKey.read(ByteBuffer.wrap(in.readNBytes(RecordKey.BYTES)));
                storage.put(key, in.readNBytes(in.readInt()));
            }
        }
        return storage;
    }

    private static List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        EventCodec codec = new EventCodec();
        try (InputStream in = open("events.jsonl.gz")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                events.add(((Decoded.Accepted) codec.decode(line.getBytes(StandardCharsets.UTF_8))).event());
            }
        }
        return events;
    }

    private static InputStream open(String name) throws IOException {
        return new GZIPInputStream(LayoutFourTest.class.getResourceAsStream("layout-4/" + name));
    }

    private static RunState load(RunStorage storage) {
        return RunRecords.load("layout", DetectorSettings.defaults(), storage);
    }

    private static String json(RunState state) {
        return new String(Json.bytes(json -> RunJson.write(json, Snapshooter.of(state))), StandardCharsets.UTF_8);
    }

    @Test
    void aRunOfLayoutFourIsTheOneThatItsEventsMake() throws IOException {
        RunState fromEvents = new RunState("layout");
        events().forEach(fromEvents::accept);
        HeapStorage storage = records();
        RunState migrated = load(storage);
        // sums were taken in another order
        assertEquals(rounded(json(fromEvents)), rounded(json(migrated)));
        migrated.save();
        RunState again = load(storage);
        assertEquals(json(migrated), json(again));
        assertEquals(
                Snapshooter.of(fromEvents).curve().size(),
                Snapshooter.of(again).curve().size());
    }

    /** There were no warnings then. */
    private static String rounded(String json) {
        return json.replaceAll("(\\.\\d{9})\\d+", "$1").replaceAll(",\"warnings\":\\[[^]]*]", "");
    }

    @Test
    void onceSavedItIsStoredAsIfItHadNeverBeenOtherwise() throws IOException {
        HeapStorage storage = records();
        load(storage).save();
        RunState fromEvents = new RunState("layout");
        events().forEach(fromEvents::accept);
        Map<RecordKey, byte[]> expected = Stored.records(fromEvents);
        assertEquals(withoutSteps(expected), withoutSteps(storage.records()));
        // steps may take more entries there, sums are rounded otherwise, and of older verdicts less was remembered
        withoutSteps(expected).stream()
                .filter(key -> key.kind() != RecordKey.Kind.HEAD)
                .filter(key -> key.kind() != RecordKey.Kind.WATCH && key.kind() != RecordKey.Kind.STATE_CHANGE)
                .forEach(key -> assertArrayEquals(expected.get(key), storage.get(key), key.toString()));
    }

    private static List<RecordKey> withoutSteps(Map<RecordKey, byte[]> records) {
        return records.keySet().stream()
                .filter(key -> key.kind() != RecordKey.Kind.STEPS && key.kind() != RecordKey.Kind.WARNINGS)
                .toList();
    }

    @Test
    void alsoWhenTheMonitorGoesOnAtOnce() throws IOException {
        List<Event> events = events();
        RunState migrated = load(records());
        long accepted = Snapshooter.of(migrated).counts().accepted();
        events.forEach(migrated::accept);
        assertEquals(accepted, Snapshooter.of(migrated).counts().accepted(), "all of them are known still");
    }

    @Test
    void aLaterLayoutIsRefusedInWords() throws IOException {
        HeapStorage storage = records();
        storage.put(RecordKey.HEAD, new byte[] {6, 1, 2});
        storage.put(new RecordKey(RecordKey.Kind.WINDOW, 1), new byte[] {1});
        LayoutException thrown = assertThrows(LayoutException.class, () -> load(storage));
        assertTrue(thrown.getMessage().contains("layout 6"), thrown.getMessage());
    }
}
