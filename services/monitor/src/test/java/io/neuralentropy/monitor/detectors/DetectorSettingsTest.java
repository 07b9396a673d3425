package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorSettingsTest {
    private final DetectorSettings defaults = DetectorSettings.defaults();

    @ParameterizedTest
    @EnumSource
    void eachSettingIsSetByItselfWithinItsRange(DetectorSetting setting) {
        assertEquals(setting.defaultValue(), setting.of(defaults));
        assertSame(setting, DetectorSetting.ofName(setting.settingName()));
        double value = setting == DetectorSetting.MIN_BUCKETS
                ? 16
                : setting == DetectorSetting.RECENT_BUCKETS ? 3 : setting.high();
        DetectorSettings changed = defaults.with(setting, value);
        for (DetectorSetting other : DetectorSetting.values()) {
            assertEquals(other == setting ? value : other.defaultValue(), other.of(changed), other.settingName());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOutOfRangeIsRefusedByName(DetectorSetting setting) {
        for (double wrong : new double[] {Math.nextDown(setting.low()) - 1, setting.high() + 1, Double.NaN}) {
            // NaN becomes 0 as a count
            if (Double.isNaN(wrong) && setting.low() == 0) {
                continue;
            }
            Exception refusal = assertThrows(IllegalArgumentException.class, () -> defaults.with(setting, wrong));
            assertTrue(refusal.getMessage().startsWith(setting.settingName()), refusal.getMessage());
        }
    }

    @Test
    void anUnknownNameHasNoSetting() {
        assertNull(DetectorSetting.ofName("threshold"));
    }

    @Test
    void aLargerDeltaIsReachedEarlier() {
        assertTrue(firstSaturated(0.05) < firstSaturated(0.02));
    }

    private static long firstSaturated(double delta) {
        DetectorSettings settings = DetectorSettings.defaults().with(DetectorSetting.DELTA, delta);
        ShapeResult result = ShapeResult.of(Shape.EXP, 1, 3, settings);
        return Math.round(result.delays.get(0) + 0);
    }

    @ParameterizedTest
    @CsvSource({"NaN,120", "0.5,120", "10,200"})
    void silenceIsJudgedByTheUsualStep(double medianStepSeconds, double stallSeconds) {
        assertEquals(stallSeconds, Stall.afterSeconds(medianStepSeconds, defaults));
    }
}
