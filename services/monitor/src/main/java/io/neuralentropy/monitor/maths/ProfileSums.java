package io.neuralentropy.monitor.maths;

import io.neuralentropy.events.Profile;
import java.nio.ByteBuffer;

/**
 * Sums of entropy rates per bin, weighted by throws, so that profiles of steps, ranks and windows merge exactly. Learned
 * rates become unknown in a bin as soon as one profile does not state them.
 */
public final class ProfileSums {
    private final double[] throwCount;
    private final double[] neural;
    private final double[] learned;

    public ProfileSums(int bins) {
        throwCount = new double[bins];
        neural = new double[bins];
        learned = new double[bins];
    }

    public int bins() {
        return throwCount.length;
    }

    /** Adds one step's profile of as many bins. */
    public void add(Profile profile) {
        for (int i = 0; i < bins(); i++) {
            long throwsInBin = profile.count()[i];
            if (throwsInBin > 0) {
                throwCount[i] += throwsInBin;
                neural[i] += throwsInBin * profile.neural()[i];
                learned[i] += throwsInBin * (profile.learned() == null ? Double.NaN : profile.learned()[i]);
            }
        }
    }

    /** Adds another's sums; of as many bins. */
    public void add(ProfileSums other) {
        for (int i = 0; i < bins(); i++) {
            throwCount[i] += other.throwCount[i];
            neural[i] += other.neural[i];
            learned[i] += other.learned[i];
        }
    }

    /** Mean rate of S_NN per bin, nats per unit of the axis; NaN where no throw fell. */
    public double[] neuralRates() {
        return rates(neural);
    }

    /** Mean rate of S_lin per bin; NaN where no throw fell or it was not stated. */
    public double[] learnedRates() {
        return rates(learned);
    }

    private double[] rates(double[] sums) {
        double[] rates = new double[bins()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = sums[i] / throwCount[i];
        }
        return rates;
    }

    /** Length of the stored form, which is about what it takes on the heap. */
    public int byteSize() {
        return 3 * Double.BYTES * bins();
    }

    void write(ByteBuffer out) {
        for (int i = 0; i < bins(); i++) {
            out.putDouble(throwCount[i]).putDouble(neural[i]).putDouble(learned[i]);
        }
    }

    static ProfileSums read(ByteBuffer in, int bins) {
        ProfileSums sums = new ProfileSums(bins);
        for (int i = 0; i < bins; i++) {
            sums.throwCount[i] = in.getDouble();
            sums.neural[i] = in.getDouble();
            sums.learned[i] = in.getDouble();
        }
        return sums;
    }
}
