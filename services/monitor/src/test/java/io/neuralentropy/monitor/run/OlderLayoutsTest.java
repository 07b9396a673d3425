package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.json.Json;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records that a monitor of layout 4 or 5 has written, with the events that it had taken: the run that comes back is the one that the
 * events make, but for what those layouts had dropped.
 */
class OlderLayoutsTest {
    private static HeapStorage records(int layout) throws IOException {
        HeapStorage storage = new HeapStorage();
        try (DataInputStream in = new DataInputStream(open(layout, "records.gz"))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                RecordKey key = RecordKey.read(ByteBuffer.wrap(in.readNBytes(RecordKey.BYTES)));
                storage.put(key, in.readNBytes(in.readInt()));
            }
        }
        return storage;
    }

    private static List<Event> events(int layout) throws IOException {
        List<Event> events = new ArrayList<>();
        EventCodec codec = new EventCodec();
        try (InputStream in = open(layout, "events.jsonl.gz")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                events.add(((Decoded.Accepted) codec.decode(line.getBytes(StandardCharsets.UTF_8))).event());
            }
        }
        return events;
    }

    private static InputStream open(int layout, String name) throws IOException {
        return new GZIPInputStream(OlderLayoutsTest.class.getResourceAsStream("layout-" + layout + "/" + name));
    }

    private static RunState load(RunStorage storage) {
        return RunRecords.load("layout", DetectorSettings.defaults(), storage);
    }

    private static String json(RunState state) {
        return new String(Json.bytes(json -> RunJson.write(json, Snapshooter.of(state))), StandardCharsets.UTF_8);
    }

    private static RunState fromEvents(int layout) throws IOException {
        RunState state = new RunState("layout");
        events(layout).forEach(state::accept);
        return state;
    }

    @Test
    void aRunOfLayoutFourIsTheOneThatItsEventsMake() throws IOException {
        HeapStorage storage = records(4);
        RunState migrated = load(storage);
        RunState fromEvents = fromEvents(4);
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

    /** The second attempt of that run began at step 651, in the bucket of steps 648 to 651. */
    @Test
    void whatLayoutFiveHadDroppedWithAStraddledBucketIsSupersededNotMissing() throws IOException {
        StepCounts migrated = Snapshooter.of(load(records(5))).counts();
        StepCounts fromEvents = Snapshooter.of(fromEvents(5)).counts();
        long dropped = fromEvents.accepted() - migrated.accepted();
        assertEquals(3, dropped, "steps 648 to 650");
        assertEquals(fromEvents.superseded() + dropped, migrated.superseded());
        assertEquals(fromEvents.duplicate(), migrated.duplicate());
        // the second rank sent none of the three, which nobody knows any more
        assertEquals(fromEvents.missing() - 3, migrated.missing());
    }

    @ParameterizedTest(name = "layout {0}")
    @ValueSource(ints = {4, 5})
    void onceSavedItIsStoredAsTheSameRun(int layout) throws IOException {
        HeapStorage storage = records(layout);
        RunState migrated = load(storage);
        migrated.save();
        RunState again = load(storage);
        assertEquals(json(migrated), json(again));
        assertEquals(6, storage.get(RecordKey.HEAD)[0]);
        Map<RecordKey, byte[]> expected = Stored.records(fromEvents(layout));
        for (RecordKey key : expected.keySet()) {
            if (isTheSameInAllLayouts(key.kind())) {
                assertArrayEquals(expected.get(key), storage.get(key), key.toString());
            }
        }
    }

    private static boolean isTheSameInAllLayouts(RecordKey.Kind kind) {
        return switch (kind) {
            case ABOUT, FINISHED, EVALUATION, RANK -> true;
            default -> false;
        };
    }

    @ParameterizedTest(name = "layout {0}")
    @ValueSource(ints = {4, 5})
    void allItsStepsAreKnownStillWhenTheMonitorGoesOnAtOnce(int layout) throws IOException {
        RunState migrated = load(records(layout));
        long accepted = Snapshooter.of(migrated).counts().accepted();
        for (Event event : events(layout)) {
            migrated.accept(event);
        }
        assertEquals(accepted, Snapshooter.of(migrated).counts().accepted());
    }

    @ParameterizedTest(name = "layout {0}")
    @ValueSource(ints = {4, 5})
    void aResumptionAfterwardsCutsWhatIsThereAtTheBucket(int layout) throws IOException {
        RunState migrated = load(records(layout));
        StepCounts before = Snapshooter.of(migrated).counts();
        migrated.accept(RunStarted.of(new Origin("layout", 3, 0, 9_000_000))
                .firstStep(migrated.step() - 98)
                .build());
        migrated = Stored.again(migrated);
        StepCounts after = Snapshooter.of(migrated).counts();
        assertEquals(before.accepted() + before.superseded(), after.accepted() + after.superseded());
        Curve curve = Snapshooter.of(migrated).curve();
        long there = 0;
        for (int i = 0; i < curve.size(); i++) {
            there += curve.steps(i);
        }
        assertEquals(after.accepted(), there);
    }

    @Test
    void aLaterLayoutIsRefusedInWords() throws IOException {
        HeapStorage storage = records(4);
        storage.put(RecordKey.HEAD, new byte[] {7, 1, 2});
        storage.put(new RecordKey(RecordKey.Kind.WINDOW, 1), new byte[] {1});
        LayoutException thrown = assertThrows(LayoutException.class, () -> load(storage));
        assertTrue(thrown.getMessage().contains("layout 7"), thrown.getMessage());
    }
}
