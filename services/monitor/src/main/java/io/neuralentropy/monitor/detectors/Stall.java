package io.neuralentropy.monitor.detectors;

/** Whether a run is silent for longer than is usual for it: the one question that the wall clock answers. */
public final class Stall {
    private Stall() {}

    /**
     * Silence after which a run counts as stalled: max({@code stall-seconds}, {@code stall-intervals} × median step).
     *
     * @param medianStepSeconds NaN where unknown
     */
    public static double afterSeconds(double medianStepSeconds, DetectorSettings settings) {
        double usual = settings.stallIntervals() * medianStepSeconds;
        return usual > settings.stallSeconds() ? usual : settings.stallSeconds();
    }
}
