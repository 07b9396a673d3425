package io.neuralentropy.monitor.maths;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.nio.ByteBuffer;

/**
 * Sums over the steps of one bucket, from which means, standard errors and rates follow exactly, whatever was merged in
 * what order.
 *
 * <p>Entropies are weighted by {@code count}, loss and gradient norm by {@code samples} (by steps where samples are not
 * stated). A mean without a variance makes the bucket's standard error unknown; a non-finite loss or entropy makes its mean
 * non-finite: both stay visible and leave with the bucket. A non-finite gradient norm does not: who trains in mixed precision skips
 * such steps, so that the mean is that of the finite ones, and {@link #gradientNormNotFinite} says what share they are.
 *
 * <p>Mutable until {@link #freeze}; a frozen bucket may be read by any thread. An event with a span counts into the
 * bucket of its last step.
 */
public final class Bucket {
    private static final Quantity[] QUANTITIES = Quantity.values();

    // one cell per quantity
    private static final int WEIGHT = 0;
    private static final int SUM = 1;
    private static final int VARIANCE_SUM = 2;
    private static final int STEP_SUM = 3;
    private static final int MINIMUM = 4;
    private static final int MAXIMUM = 5;
    private static final int SPREAD = 6;
    private static final int CELL = 7;

    private final double[] cells = new double[QUANTITIES.length * CELL];
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long steps;
    private long samples;
    private long timedSteps;
    private double seconds;
    private double energyJoules;
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;
    private Latest learningRate = Latest.NONE;
    private Latest gpuMemoryBytes = Latest.NONE;
    private ProfileSums profile;
    private double badGradientWeight;

    // the newest evaluation's; step 0 where there is none
    private long heldOutStep;
    private double heldOutLoss = Double.NaN;
    private boolean frozen;

    /** A value of which only the newest counts; of several ranks the lowest speaks. */
    private record Latest(long step, int rank, double value) {
        static final Latest NONE = new Latest(0, Integer.MAX_VALUE, Double.NaN);

        Latest or(long otherStep, int otherRank, double other) {
            boolean newer = otherStep > step || otherStep == step && otherRank < rank;
            return Absent.isPresent(other) && newer ? new Latest(otherStep, otherRank, other) : this;
        }

        Latest or(Latest other) {
            return or(other.step, other.rank, other.value);
        }
    }

    public Bucket() {
        for (int q = 0; q < QUANTITIES.length; q++) {
            cells[q * CELL + MINIMUM] = Double.POSITIVE_INFINITY;
            cells[q * CELL + MAXIMUM] = Double.NEGATIVE_INFINITY;
        }
    }

    /** Adds all of an event. */
    public void add(Step step, boolean withProfile) {
        add(Contribution.of(step), withProfile);
    }

    /** Adds what counts of an event; {@code withProfile} is false for buckets that keep none. */
    public void add(Contribution contribution, boolean withProfile) {
        requireMutable();
        Step step = contribution.step();
        double middle = step.step() - (step.span() - 1) / 2.0;
        addEntropy(Quantity.NEURAL_ENTROPY, step.neuralEntropy(), middle);
        addEntropy(Quantity.LEARNED_ENTROPY, step.learnedEntropy(), middle);
        addScalar(Quantity.LOSS, step.loss(), contribution.weight(), middle);
        addGradientNorm(step.gradientNorm(), contribution.weight(), middle);
        // what completes known steps does not widen what the bucket covers
        first = Math.min(first, contribution.newSteps() == step.span() ? step.first() : step.step());
        last = Math.max(last, step.step());
        steps += contribution.newSteps();
        samples += step.samples();
        if (Absent.isPresent(step.seconds())) {
            seconds += step.seconds();
            timedSteps += step.span();
        }
        if (Absent.isPresent(step.energyJoules())) {
            energyJoules += step.energyJoules();
        }
        firstTime = Math.min(firstTime, step.origin().time());
        lastTime = Math.max(lastTime, step.origin().time());
        learningRate = learningRate.or(step.step(), step.origin().rank(), step.learningRate());
        gpuMemoryBytes = gpuMemoryBytes.or(step.step(), step.origin().rank(), step.gpuMemoryBytes());
        if (withProfile && step.profile() != null) {
            addProfile(step.profile());
        }
    }

    /** Adds all that another bucket holds, but its profile. */
    public void add(Bucket other) {
        requireMutable();
        for (int c = 0; c < cells.length; c += CELL) {
            cells[c + SPREAD] += other.cells[c + SPREAD] + spreadBetween(other, c);
            for (int sum = WEIGHT; sum <= STEP_SUM; sum++) {
                cells[c + sum] += other.cells[c + sum];
            }
            cells[c + MINIMUM] = Math.min(cells[c + MINIMUM], other.cells[c + MINIMUM]);
            cells[c + MAXIMUM] = Math.max(cells[c + MAXIMUM], other.cells[c + MAXIMUM]);
        }
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        steps += other.steps;
        samples += other.samples;
        timedSteps += other.timedSteps;
        seconds += other.seconds;
        energyJoules += other.energyJoules;
        firstTime = Math.min(firstTime, other.firstTime);
        lastTime = Math.max(lastTime, other.lastTime);
        learningRate = learningRate.or(other.learningRate);
        gpuMemoryBytes = gpuMemoryBytes.or(other.gpuMemoryBytes);
        badGradientWeight += other.badGradientWeight;
        evaluated(other.heldOutStep, other.heldOutLoss);
    }

    /** Of the means of the two, by Chan, Golub and LeVeque (1979). */
    private double spreadBetween(Bucket other, int c) {
        double own = cells[c + WEIGHT];
        double others = other.cells[c + WEIGHT];
        if (own == 0 || others == 0) {
            return 0;
        }
        double apart = cells[c + SUM] / own - other.cells[c + SUM] / others;
        return apart * apart * (own * others / (own + others));
    }

    /** Takes the loss of an evaluation on held-out points after a step: of several the newest counts. */
    public void evaluated(long step, double loss) {
        requireMutable();
        if (step >= heldOutStep && step > 0) {
            heldOutStep = step;
            heldOutLoss = loss;
        }
    }

    private void addEntropy(Quantity quantity, Moments moments, double middle) {
        if (moments != null) {
            add(quantity, moments.mean(), moments.count(), moments.count() * moments.variance(), middle);
        }
    }

    private void addScalar(Quantity quantity, double value, double weight, double middle) {
        if (Absent.isPresent(value)) {
            add(quantity, value, weight, Double.NaN, middle);
        }
    }

    private void addGradientNorm(double value, double weight, double middle) {
        if (Double.isFinite(value)) {
            addScalar(Quantity.GRADIENT_NORM, value, weight, middle);
        } else if (Absent.isPresent(value)) {
            badGradientWeight += weight;
        }
    }

    private void add(Quantity quantity, double mean, double weight, double weightedVariance, double middle) {
        int c = quantity.ordinal() * CELL;
        double before = cells[c + WEIGHT] == 0 ? mean : cells[c + SUM] / cells[c + WEIGHT];
        cells[c + WEIGHT] += weight;
        cells[c + SUM] += weight * mean;
        cells[c + SPREAD] += weight * (mean - before) * (mean - cells[c + SUM] / cells[c + WEIGHT]);
        cells[c + VARIANCE_SUM] += weightedVariance;
        cells[c + STEP_SUM] += weight * middle;
        if (mean < cells[c + MINIMUM]) {
            cells[c + MINIMUM] = mean;
        }
        if (mean > cells[c + MAXIMUM]) {
            cells[c + MAXIMUM] = mean;
        }
    }

    private void addProfile(Profile sent) {
        // a run that changes its bins in the middle: the newer bins win, the older cannot be merged with them
        if (profile == null || profile.bins() != sent.count().length) {
            profile = new ProfileSums(sent.count().length);
        }
        profile.add(sent);
    }

    /** First step covered by an accepted event. */
    public long first() {
        return first;
    }

    /** Last step covered by an accepted event. */
    public long last() {
        return last;
    }

    /** Step identities (step, rank) accepted. */
    public long steps() {
        return steps;
    }

    /** Data points trained on. */
    public long samples() {
        return samples;
    }

    /** Sum of the stated durations, over ranks. */
    public double seconds() {
        return seconds;
    }

    /** Step identities whose duration was stated. */
    public long timedSteps() {
        return timedSteps;
    }

    public double energyJoules() {
        return energyJoules;
    }

    /** Earliest time stated by an accepted event, ms. */
    public long firstTime() {
        return firstTime;
    }

    /** Latest time stated by an accepted event, ms. */
    public long lastTime() {
        return lastTime;
    }

    /** Learning rate of the newest step that stated one; NaN if none did. */
    public double learningRate() {
        return learningRate.value;
    }

    /** GPU memory of the newest step that stated it; NaN if none did. */
    public double gpuMemoryBytes() {
        return gpuMemoryBytes.value;
    }

    /** Loss of the newest evaluation on held-out points; NaN where there is none. */
    public double heldOutLoss() {
        return heldOutLoss;
    }

    /** Profile sums; null if none were sent. Read only. */
    public ProfileSums profile() {
        return profile;
    }

    /** Sum of weights; 0 where the quantity was not sent. */
    public double weight(Quantity quantity) {
        return cells[quantity.ordinal() * CELL + WEIGHT];
    }

    /** Σ weight · mean. */
    public double sum(Quantity quantity) {
        return cells[quantity.ordinal() * CELL + SUM];
    }

    /** Σ count · variance; NaN where any event stated none. */
    public double varianceSum(Quantity quantity) {
        return cells[quantity.ordinal() * CELL + VARIANCE_SUM];
    }

    /** Weighted mean; NaN where the quantity was not sent. */
    public double mean(Quantity quantity) {
        return sum(quantity) / weight(quantity);
    }

    /** Sum of the weights of gradient norms that were not finite; {@link #weight} is that of the finite ones. */
    public double badGradientWeight() {
        return badGradientWeight;
    }

    /** Share of the gradient norms that were not finite, by weight; NaN where none was sent. */
    public double gradientNormNotFinite() {
        return badGradientWeight / (badGradientWeight + weight(Quantity.GRADIENT_NORM));
    }

    /** √(Σ count·variance) / Σ count (docs/events.md, Moments). */
    public double standardError(Quantity quantity) {
        return Math.sqrt(varianceSum(quantity)) / weight(quantity);
    }

    /** Weighted mean of the step numbers behind {@link #mean}. */
    public double meanStep(Quantity quantity) {
        return cells[quantity.ordinal() * CELL + STEP_SUM] / weight(quantity);
    }

    /** Σ weight · (mean of an event − mean of the bucket)²: how much events scatter (Welford's update, to rounding). */
    public double spread(Quantity quantity) {
        return cells[quantity.ordinal() * CELL + SPREAD];
    }

    /** Smallest mean of a single event; NaN where none was a number. */
    public double minimum(Quantity quantity) {
        double value = cells[quantity.ordinal() * CELL + MINIMUM];
        return hasExtremes(quantity) ? value : Double.NaN;
    }

    /** Largest mean of a single event; NaN where none was a number. */
    public double maximum(Quantity quantity) {
        double value = cells[quantity.ordinal() * CELL + MAXIMUM];
        return hasExtremes(quantity) ? value : Double.NaN;
    }

    private boolean hasExtremes(Quantity quantity) {
        int c = quantity.ordinal() * CELL;
        return cells[c + MINIMUM] <= cells[c + MAXIMUM];
    }

    /** Forbids changes from now on, so that readers on other threads may share it. */
    public void freeze() {
        frozen = true;
    }

    /** This bucket, or a copy that may be changed. */
    public Bucket thawed() {
        return frozen ? read(ByteBuffer.wrap(bytes())) : this;
    }

    private void requireMutable() {
        if (frozen) {
            throw new IllegalStateException("a published bucket must not change");
        }
    }

    /** Fixed layout, big-endian; {@link #read} is its inverse. */
    public byte[] bytes() {
        int profileBytes = profile == null ? 0 : profile.byteSize();
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + profileBytes + rareBytes());
        for (double cell : cells) {
            out.putDouble(cell);
        }
        out.putLong(first).putLong(last).putLong(steps).putLong(samples);
        out.putLong(timedSteps).putDouble(seconds).putDouble(energyJoules);
        out.putLong(firstTime).putLong(lastTime);
        write(out, learningRate);
        write(out, gpuMemoryBytes);
        out.putShort((short) (profile == null ? 0 : profile.bins()));
        if (profile != null) {
            profile.write(out);
        }
        if (rareBytes() > 0) {
            out.putDouble(badGradientWeight);
        }
        if (heldOutStep > 0) {
            out.putLong(heldOutStep).putDouble(heldOutLoss);
        }
        return out.array();
    }

    private static final int FIXED_BYTES = 8 * (Quantity.values().length * CELL + 9) + 2 * 20 + 2;

    /** Behind the fixed part stands what few buckets have. */
    private static final int MOST_RARE_BYTES = 3 * Long.BYTES;

    private int rareBytes() {
        return heldOutStep > 0 ? MOST_RARE_BYTES : badGradientWeight > 0 ? Double.BYTES : 0;
    }

    private static final int CELL_WORDS = QUANTITIES.length * CELL;

    private static final int WORDS = (FIXED_BYTES + MOST_RARE_BYTES + Long.BYTES - 1) / Long.BYTES;

    // places of words behind the cells
    private static final int FIRST_WORD = 0;
    private static final int LAST_WORD = 1;
    private static final int STEPS_WORD = 2;
    private static final int SAMPLES_WORD = 3;
    private static final int TIMED_WORD = 4;
    private static final int FIRST_TIME_WORD = 7;
    private static final int LAST_TIME_WORD = 8;
    private static final int RATE_STEP_WORD = 9;

    /** The words of the stored form, each behind those that it may follow from. */
    static final int[] WORD_ORDER = wordOrder();

    private static int[] wordOrder() {
        int[] columns = {WEIGHT, MINIMUM, SUM, VARIANCE_SUM, STEP_SUM, MAXIMUM, SPREAD};
        int[] order = new int[WORDS];
        int size = 0;
        for (int i = CELL_WORDS; i < WORDS; i++) {
            order[size++] = i;
        }
        for (int c = 0; c < CELL_WORDS; c += CELL) {
            for (int column : columns) {
                order[size++] = c + column;
            }
        }
        return order;
    }

    /** What a word of the stored form of a bucket is likely to be that holds one event of one step; see {@link CompactBucket}. */
    static long followingWord(ByteBuffer words, int i, long step) {
        if (i < CELL_WORDS) {
            return Double.doubleToRawLongBits(followingNumber(words, i, step));
        }
        return switch (i - CELL_WORDS) {
            case FIRST_WORD, LAST_WORD, RATE_STEP_WORD -> step;
            case STEPS_WORD -> 1;
            case TIMED_WORD -> word(words, STEPS_WORD);
            case LAST_TIME_WORD -> word(words, FIRST_TIME_WORD);
            default -> 0;
        };
    }

    private static long word(ByteBuffer words, int place) {
        return words.getLong((CELL_WORDS + place) * Long.BYTES);
    }

    private static double followingNumber(ByteBuffer words, int i, long step) {
        int c = i / CELL * CELL;
        double weight = words.getDouble((c + WEIGHT) * Long.BYTES);
        double mean = words.getDouble((c + MINIMUM) * Long.BYTES);
        return switch (i - c) {
            case WEIGHT -> word(words, SAMPLES_WORD) > 0 ? word(words, SAMPLES_WORD) : word(words, STEPS_WORD);
            case SUM -> weight * mean;
            case VARIANCE_SUM -> Double.NaN;
            case STEP_SUM -> weight * step;
            case MAXIMUM -> mean;
            default -> 0;
        };
    }

    /** Reads what {@link #bytes} wrote. */
    public static Bucket read(ByteBuffer in) {
        Bucket bucket = new Bucket();
        for (int i = 0; i < bucket.cells.length; i++) {
            bucket.cells[i] = in.getDouble();
        }
        bucket.first = in.getLong();
        bucket.last = in.getLong();
        bucket.steps = in.getLong();
        bucket.samples = in.getLong();
        bucket.timedSteps = in.getLong();
        bucket.seconds = in.getDouble();
        bucket.energyJoules = in.getDouble();
        bucket.firstTime = in.getLong();
        bucket.lastTime = in.getLong();
        bucket.learningRate = readLatest(in);
        bucket.gpuMemoryBytes = readLatest(in);
        int bins = in.getShort();
        bucket.profile = bins == 0 ? null : ProfileSums.read(in, bins);
        // left out where it is 0; the padding of a compact bucket is 0, too
        bucket.badGradientWeight = in.remaining() >= Double.BYTES ? in.getDouble() : 0;
        if (in.remaining() >= 2 * Long.BYTES) {
            bucket.evaluated(in.getLong(), in.getDouble());
        }
        return bucket;
    }

    private static void write(ByteBuffer out, Latest latest) {
        out.putLong(latest.step).putInt(latest.rank).putDouble(latest.value);
    }

    private static Latest readLatest(ByteBuffer in) {
        return new Latest(in.getLong(), in.getInt(), in.getDouble());
    }
}
