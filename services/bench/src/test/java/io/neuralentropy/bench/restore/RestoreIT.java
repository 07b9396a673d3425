package io.neuralentropy.bench.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The restore run works on a small scale, and what is read back is what each way says. How fast it is here means nothing. */
@Tag("chaos")
class RestoreIT {
    @Test
    void aKeptStateAndAStandbyReadLittleBackAnEmptyOneAll() {
        Restores restores = Restores.measure(10, 320, 32);
        List<Long> read = restores.ways().stream().map(Restores.Way::records).toList();
        assertEquals(5, read.size());
        long all = restores.changelog().records();
        long much = all / 2;
        assertTrue(read.get(1) < all / 10, "kept, stopped: " + restores);
        assertTrue(read.get(2) > much && read.get(3) > much, "empty, in memory: " + restores);
        assertTrue(read.get(4) < all / 10, "standby: " + restores);
        String table = RestoreTable.of(restores);
        assertTrue(table.contains("| how all 10 runs come back |"), table);
        System.out.println(table);
    }
}
