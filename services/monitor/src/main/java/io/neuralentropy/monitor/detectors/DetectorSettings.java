package io.neuralentropy.monitor.detectors;

import java.util.Map;

/**
 * Thresholds of the detectors; what each one does stands in {@link DetectorSetting}. A change takes effect from the next
 * bucket on, past verdicts stay.
 */
public record DetectorSettings(
        double delta,
        double z,
        double zFall,
        int firstLook,
        double dwellFraction,
        int dwellSteps,
        int minBuckets,
        int recentBuckets,
        double clip,
        double fall,
        int fallSteps,
        double fallFraction,
        double lossExcursion,
        double entropyExcursion,
        double excursionDeviations,
        int excursionSteps,
        double excursionFraction,
        double capacityReached,
        double capacityError,
        double stallSeconds,
        double stallIntervals,
        int rankSteps,
        double rankExcursion) {

    private static final DetectorSettings DEFAULTS = of(defaultValues());

    /** @throws IllegalArgumentException for a value out of its range, naming the setting and the range */
    public DetectorSettings {
        double[] values = {
            delta,
            z,
            zFall,
            firstLook,
            dwellFraction,
            dwellSteps,
            minBuckets,
            recentBuckets,
            clip,
            fall,
            fallSteps,
            fallFraction,
            lossExcursion,
            entropyExcursion,
            excursionDeviations,
            excursionSteps,
            excursionFraction,
            capacityReached,
            capacityError,
            stallSeconds,
            stallIntervals,
            rankSteps,
            rankExcursion
        };
        for (DetectorSetting setting : DetectorSetting.values()) {
            setting.checked(values[setting.ordinal()]);
        }
        if (recentBuckets > minBuckets) {
            throw new IllegalArgumentException(
                    "recent-buckets must not be above min-buckets: " + recentBuckets + ", " + minBuckets);
        }
    }

    public static DetectorSettings defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another value of one setting; counts are cut to whole numbers.
     *
     * @throws IllegalArgumentException for a value out of its range
     */
    public DetectorSettings with(DetectorSetting setting, double value) {
        DetectorSetting[] all = DetectorSetting.values();
        double[] values = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            values[i] = all[i] == setting ? value : all[i].of(this);
        }
        return of(values);
    }

    /**
     * The same with other values of some settings.
     *
     * @throws IllegalArgumentException for a value out of its range, or a count that is not whole
     */
    public DetectorSettings with(Map<DetectorSetting, Double> other) {
        DetectorSetting[] all = DetectorSetting.values();
        double[] values = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            values[i] = other.getOrDefault(all[i], all[i].of(this));
        }
        DetectorSettings settings = of(values);
        other.forEach((setting, value) -> {
            if (setting.of(settings) != value) {
                throw new IllegalArgumentException(setting.settingName() + " must be a whole number: " + value);
            }
        });
        return settings;
    }

    private static double[] defaultValues() {
        DetectorSetting[] all = DetectorSetting.values();
        double[] values = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            values[i] = all[i].defaultValue();
        }
        return values;
    }

    private static DetectorSettings of(double[] v) {
        return new DetectorSettings(
                v[0],
                v[1],
                v[2],
                (int) v[3],
                v[4],
                (int) v[5],
                (int) v[6],
                (int) v[7],
                v[8],
                v[9],
                (int) v[10],
                v[11],
                v[12],
                v[13],
                v[14],
                (int) v[15],
                v[16],
                v[17],
                v[18],
                v[19],
                v[20],
                (int) v[21],
                v[22]);
    }

    /** Steps for which a claim must hold at step t. */
    double dwell(long t) {
        return Math.max(dwellFraction * t, dwellSteps);
    }

    /** Steps that a run must have been low for at step t to be declining at once. */
    double fallFor(long t) {
        return Math.max(fallFraction * t, fallSteps);
    }

    /** Steps that an excursion has to come halfway back at step t. */
    double excursion(long t) {
        return Math.max(excursionFraction * t, excursionSteps);
    }
}
