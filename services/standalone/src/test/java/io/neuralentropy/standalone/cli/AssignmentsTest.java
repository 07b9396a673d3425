package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.monitor.detectors.DetectorSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
    @Test
    void nothingSetIsTheDefault() {
        assertEquals(DetectorSettings.defaults(), Assignments.of(List.of()));
    }

    @Test
    void eachSettingIsTakenAndTheLastOfANameCounts() {
        DetectorSettings settings = Assignments.of(List.of("delta=0.1", " z = 2.5 ", "delta=0.02"));
        assertEquals(0.02, settings.delta());
        assertEquals(2.5, settings.z());
        assertEquals(DetectorSettings.defaults().fall(), settings.fall());
    }

    @Test
    void settingsThatBoundEachOtherMayComeInAnyOrder() {
        assertEquals(
                12,
                Assignments.of(List.of("recent-buckets=12", "min-buckets=16")).recentBuckets());
    }
}
