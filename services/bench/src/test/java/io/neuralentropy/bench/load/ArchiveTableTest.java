package io.neuralentropy.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveTableTest {
    @Test
    void scalesWhatWasMeasuredToAnHour() {
        String table = ArchiveTable.of(new RunHour(1_000_000, 100, 180, Map.of("topic", 60_000L)));
        assertTrue(table.contains("One run at step 1,000,000 and on, 100 steps per second, for 180 s."), table);
        assertTrue(table.contains("| `topic` | 1,200,000 |"), table);
        assertTrue(table.contains("| together | 1,200,000 |"), table);
    }
}
