package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger knows after a restart. */
class RunLedgerTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore(RunLedger.NAME).get();

    @BeforeEach
    void open(@TempDir Path directory) {
        StateStoreContext context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile())
                .getStateStoreContext();
        store.init(context, store);
    }

    private RunLedger loaded() {
        RunLedger ledger = new RunLedger(store);
        ledger.load(0);
        return ledger;
    }

    private RunLedger heard() {
        RunLedger ledger = loaded();
        ledger.heard("a", 1000);
        return ledger;
    }

    private void putFirstLayout(int mark) {
        byte[] entry = ByteBuffer.allocate(14)
                .put((byte) 1)
                .put((byte) mark)
                .putLong(77)
                .putInt(3)
                .array();
        store.put(Bytes.wrap("a".getBytes(UTF_8)), entry);
    }

    @Test
    void aRunWhoseRecordWasWrittenIsOursAndItsCurveStillDue() {
        RunLedger ledger = heard();
        assertFalse(ledger.isOurs("a"));
        ledger.recordWritten("a");
        RunLedger again = loaded();
        assertTrue(again.isOurs("a"));
        assertFalse(again.isRecordUnwritten("a"));
        assertEquals(List.of("a"), again.unwritten());
    }

    @Test
    void theBlocksOfACurveAreKnownAndNothingIsDue() {
        RunLedger ledger = heard();
        ledger.recordWritten("a");
        ledger.curveWritten("a", 0b1011);
        RunLedger again = loaded();
        assertEquals(0b1011, again.curveBlocks("a"));
        assertEquals(List.of(), again.unwritten());
        again.heard("a", 2000);
        assertTrue(again.isRecordUnwritten("a"));
        assertEquals(0b1011, loaded().curveBlocks("a"));
        assertTrue(loaded().isOurs("a"));
    }

    @Test
    void aRunThatWasKeptAsOthersWroteItIsNotOurs() {
        RunLedger ledger = heard();
        ledger.kept("a");
        assertFalse(loaded().isOurs("a"));
        assertEquals(List.of(), loaded().unwritten());
    }

    @Test
    void aRunThatHasLeftIsNotOursWhenItComesBack() {
        RunLedger ledger = heard();
        ledger.recordWritten("a");
        ledger.curveWritten("a", 1);
        ledger.expired("a", 4, 3000);
        ledger.heard("a", 4000);
        assertFalse(ledger.isOurs("a"));
        assertEquals(0, ledger.curveBlocks("a"));
        assertEquals(4, ledger.expiredAttempt("a"));
    }

    @Test
    void theFirstLayoutIsReadAndWrittenAsTheSecond() {
        for (Map.Entry<Integer, Boolean> mark : Map.of(0, true, 1, false).entrySet()) {
            putFirstLayout(mark.getKey());
            RunLedger ledger = loaded();
            assertEquals(77, ledger.lastHeard("a"));
            assertEquals(3, ledger.expiredAttempt("a"));
            assertEquals(mark.getValue(), ledger.isOurs("a"), "what was unwritten may never have been written");
            assertEquals(mark.getKey() == 1, ledger.isUnwritten("a"));
            assertEquals(0, ledger.curveBlocks("a"));
            ledger.kept("a");
            assertEquals(2, store.get(Bytes.wrap("a".getBytes(UTF_8)))[0]);
        }
    }
}
