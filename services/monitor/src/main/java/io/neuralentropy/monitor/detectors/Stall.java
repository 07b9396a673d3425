package io.neuralentropy.monitor.detectors;

/** Whether a run is silent for longer than is usual for it: the one question that the wall clock answers. */
public final class Stall {
    private static final double MOST_UNDECLARED = 3600;
    private static final double MOST_DECLARED = 86_400;

    private Stall() {}

    /**
     * Silence after which a run that has not been silent before counts as stalled: max({@code stall-seconds}, {@code stall-intervals} × median step).
     *
     * @param medianIntervalSeconds from one event to the next; NaN where unknown
     */
    public static double afterSeconds(double medianIntervalSeconds, DetectorSettings settings) {
        double usual = settings.stallIntervals() * medianIntervalSeconds;
        return usual > settings.stallSeconds() ? usual : settings.stallSeconds();
    }

    /**
     * Silence after which a run counts as stalled that has come back from silences: at least twice the longest of them, where that is at
     * most an hour.
     *
     * @param usual {@link #afterSeconds(double, DetectorSettings)}
     * @param longest silence that the run came back from; 0 where none
     */
    public static double afterSilence(double usual, double longest) {
        return Math.max(usual, Math.min(2 * longest, MOST_UNDECLARED));
    }

    /**
     * Silence after which a run counts as stalled that has declared a pause: twice its usual length, where that is at most a day, or
     * an hour.
     *
     * @param usual {@link #afterSilence}
     * @param declared usual length of the pause; NaN where not said
     */
    public static double inPause(double usual, double declared) {
        double allowed = Double.isNaN(declared) ? MOST_UNDECLARED : Math.min(2 * declared, MOST_DECLARED);
        return Math.max(usual, allowed);
    }
}
