package io.neuralentropy.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.Absent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final List<String> declared = new ArrayList<>();
    private long now;
    private final Pauses pauses = new Pauses(
            (reason, seconds) -> declared.add(reason + " " + (Absent.isAbsent(seconds) ? "?" : seconds)), () -> now);

    private void work(String kind, double seconds) {
        String result = pauses.during(kind, () -> {
            now += Math.round(1e9 * seconds);
            return kind;
        });
        assertEquals(kind, result);
    }

    private List<String> drain() {
        List<String> drained = List.copyOf(declared);
        declared.clear();
        return drained;
    }

    @Test
    void theFirstPieceOfEachKindIsDeclaredForNobodyKnowsItsLength() {
        work("evaluation", 1);
        work("checkpoint", 1);
        assertEquals(List.of("evaluation ?", "checkpoint ?"), drain());
    }

    @Test
    void laterOnesAreWhereTheLastOneTookLong() {
        work("evaluation", 180);
        work("checkpoint", 1);
        drain();
        work("evaluation", 20);
        work("checkpoint", 1);
        assertEquals(List.of("evaluation 180.0"), drain());
        work("evaluation", 20);
        assertEquals(List.of(), drain());
    }
}
