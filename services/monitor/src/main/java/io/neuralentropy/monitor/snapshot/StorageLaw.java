package io.neuralentropy.monitor.snapshot;

/**
 * How the entropy that a group's networks store grows with what they are trained on: S = a + b ln N. How it is fitted:
 * {@code io.neuralentropy.monitor.maths.StorageFit}.
 *
 * @param slope b, nats per e-fold of N
 * @param intercept a, nats: S at N = 1, an extrapolation
 * @param runs behind the fit
 */
public record StorageLaw(Estimate slope, Estimate intercept, int runs) {
    /** No law: fewer than two different N. */
    public static StorageLaw unknown(int runs) {
        return new StorageLaw(Estimate.UNKNOWN, Estimate.UNKNOWN, runs);
    }

    public boolean isKnown() {
        return slope.isKnown();
    }
}
