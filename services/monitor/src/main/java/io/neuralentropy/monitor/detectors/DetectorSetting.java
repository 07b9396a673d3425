package io.neuralentropy.monitor.detectors;

import java.math.BigDecimal;
import java.util.function.ToDoubleFunction;

/**
 * Every threshold of the detectors, once: name, default, range and effect. The reference page is printed from it. Windows
 * (last 1/4 … 7/8 of the run), batch sizes (1, 2, 4 buckets) and the grid (32 buckets per doubling) are no settings: z is
 * calibrated with them.
 */
public enum DetectorSetting {
    DELTA(
            "delta",
            0.03,
            0.001,
            0.5,
            DetectorSettings::delta,
            "Materiality δ: relative gain per doubling of the steps below which a run is saturated. Larger: earlier and at a"
                    + " lower level; smaller: later, never where the noise is too large to show it."),
    Z(
            "z",
            3.0,
            1,
            6,
            DetectorSettings::z,
            "Normal quantile of each one-sided test. Larger: fewer false verdicts, later ones. 2.5: up to 10 % false at a pace of"
                    + " exactly δ; 3: 1 %."),
    Z_FALL(
            "z-fall",
            3.5,
            1,
            8,
            DetectorSettings::zFall,
            "The same for the test of a decline. Larger: fewer false declines, later ones."),
    FIRST_LOOK(
            "first-look",
            512,
            128,
            1_000_000,
            DetectorSettings::firstLook,
            "Step of the first verdict; windows start at a quarter of it or later, explosions count from it on."),
    DWELL_FRACTION(
            "dwell-fraction",
            1.0 / 32,
            0,
            0.5,
            DetectorSettings::dwellFraction,
            "Share of the run for which a claim of saturation must hold at every look. Larger: fewer false verdicts, later ones."),
    DWELL_STEPS(
            "dwell-steps",
            512,
            1,
            1_000_000,
            DetectorSettings::dwellSteps,
            "Steps for which it must hold at least; also how long a diverged run must be finite and calm to count as recovered."),
    MIN_BUCKETS(
            "min-buckets",
            8,
            4,
            64,
            DetectorSettings::minBuckets,
            "Buckets that a window needs. Larger: windows come into use later."),
    RECENT_BUCKETS(
            "recent-buckets",
            5,
            1,
            32,
            DetectorSettings::recentBuckets,
            "Buckets whose median is the recent level. Larger: rises and falls are seen later, outliers matter less."),
    CLIP(
            "clip",
            3.0,
            1,
            100,
            DetectorSettings::clip,
            "Robust deviations at which the residual of a bucket is clipped. Larger: outliers weigh more."),
    FALL(
            "fall",
            0.10,
            0.01,
            0.9,
            DetectorSettings::fall,
            "Relative fall below the best level that counts as a decline. Smaller: earlier, with more false ones."),
    FALL_STEPS(
            "fall-steps",
            512,
            16,
            1_000_000,
            DetectorSettings::fallSteps,
            "Steps for which a run must be that low without coming halfway back to be declining before its recent level shows"
                    + " it. Smaller: earlier, but slow spikes count as declines; 1000000: only the recent level counts."),
    FALL_FRACTION(
            "fall-fraction",
            1.0 / 16,
            0,
            0.5,
            DetectorSettings::fallFraction,
            "The same as a share of the run; the larger of the two counts."),
    LOSS_EXCURSION(
            "loss-excursion",
            0.5,
            0.05,
            100,
            DetectorSettings::lossExcursion,
            "Relative rise of the loss (mean of about 16 steps) above its level that starts an excursion."),
    ENTROPY_EXCURSION(
            "entropy-excursion",
            2.0,
            0.05,
            100,
            DetectorSettings::entropyExcursion,
            "The same for the followed entropy, which may rise for good reasons."),
    EXCURSION_DEVIATIONS(
            "excursion-deviations",
            6.0,
            1,
            100,
            DetectorSettings::excursionDeviations,
            "Standard deviations of that mean which the rise must be at least; likewise of a rank's mean loss."),
    EXCURSION_STEPS(
            "excursion-steps",
            256,
            16,
            1_000_000,
            DetectorSettings::excursionSteps,
            "Steps that an excursion has to come halfway back; else the run has diverged. Smaller: earlier, but slow spikes count"
                    + " as divergence."),
    EXCURSION_FRACTION(
            "excursion-fraction",
            1.0 / 32,
            0,
            0.5,
            DetectorSettings::excursionFraction,
            "The same as a share of the run; the larger of the two counts."),
    CAPACITY_REACHED(
            "capacity-reached",
            2.0 / 3,
            0,
            1,
            DetectorSettings::capacityReached,
            "Share of the fitted capacity that must have been reached for it to be stated. Larger: later, more trustworthy."),
    CAPACITY_ERROR(
            "capacity-error",
            0.2,
            0.01,
            10,
            DetectorSettings::capacityError,
            "Relative standard error above which the capacity is withheld."),
    STALL_SECONDS(
            "stall-seconds",
            120,
            1,
            1_000_000,
            DetectorSettings::stallSeconds,
            "Seconds without an event after which a run is stalled at the earliest."),
    STALL_INTERVALS(
            "stall-intervals",
            20,
            1,
            1_000_000,
            DetectorSettings::stallIntervals,
            "The same in median times from one event to the next; the larger of the two counts."),
    RANK_STEPS(
            "rank-steps",
            64,
            1,
            1_000_000,
            DetectorSettings::rankSteps,
            "Steps that a rank may lag behind the farthest one; beyond it is named as silent. Also the steps after which one"
                    + " that was not finite alone is no longer named. Set it above the steps that a rank sends at once."),
    RANK_EXCURSION(
            "rank-excursion",
            1.0,
            0.05,
            1000,
            DetectorSettings::rankExcursion,
            "Relative rise of a rank's mean loss (of its last 97 to 128 steps) above the median of the other ranks' beyond which it"
                    + " is named as diverged. Larger: fewer false names where ranks see very different data.");

    private final String settingName;
    private final double defaultValue;
    private final double low;
    private final double high;
    private final ToDoubleFunction<DetectorSettings> value;
    private final String effect;

    DetectorSetting(
            String settingName,
            double defaultValue,
            double low,
            double high,
            ToDoubleFunction<DetectorSettings> value,
            String effect) {
        this.settingName = settingName;
        this.defaultValue = defaultValue;
        this.low = low;
        this.high = high;
        this.value = value;
        this.effect = effect;
    }

    public String settingName() {
        return settingName;
    }

    public double defaultValue() {
        return defaultValue;
    }

    /** Smallest allowed value. */
    public double low() {
        return low;
    }

    /** Largest allowed value. */
    public double high() {
        return high;
    }

    /** What it does, for people who set it. */
    public String effect() {
        return effect;
    }

    double of(DetectorSettings settings) {
        return value.applyAsDouble(settings);
    }

    double checked(double candidate) {
        if (!(candidate >= low && candidate <= high)) {
            throw new IllegalArgumentException(
                    settingName + " must be from " + plain(low) + " to " + plain(high) + ": " + plain(candidate));
        }
        return candidate;
    }

    private static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    /** The setting of this name; null where there is none. */
    public static DetectorSetting ofName(String name) {
        for (DetectorSetting setting : values()) {
            if (setting.settingName.equals(name)) {
                return setting;
            }
        }
        return null;
    }
}
