package io.neuralentropy.trainer.science;

import java.util.Arrays;

/**
 * How a rate of entropy goes along λ, as throws of past batches showed it: bins' running means of rate and λ, with straight lines
 * between them, flat beyond the first and the last; 0 before the first batch.
 *
 * <p>It is what {@link BinnedEntropies} takes out of the throws of the next batch. Whatever it is, that leaves their mean as it is;
 * the better it is, the less they scatter. A network that learns fast, or a single step far off, makes it too large or too small as a
 * whole: the share of it that the last few batches would have been best served by is taken out ({@link #share}).
 *
 * <p>A bin remembers about {@value #MEMORY} throws, fewer in the beginning, and none for much longer than 100 batches: the noise of a
 * mean of 30 adds 2 % to the variance of what is left, while the means follow a network within some 50 steps of 32 throws.
 */
final class PastCourse {
    private static final double MEMORY = 30;
    /** What is kept per batch of the sums behind {@link #share}. */
    private static final double KEPT = .8;
    /** What is left per batch of the throws that a bin counts: bins that see few do not hold on to a network of long ago. */
    private static final double AGEING = .99;

    private final EntropyRange range;
    private final int bins;
    private final double[] seen;
    private final double[] place;
    private final double[] level;
    private double products;
    private double squares;
    private final double[] places;
    private final double[] levels;
    private int nodes;

    PastCourse(EntropyRange range, int bins) {
        this.range = range;
        this.bins = bins;
        this.seen = new double[bins];
        this.place = new double[bins];
        this.level = new double[bins];
        this.places = new double[bins];
        this.levels = new double[bins];
    }

    /** Its rate at a λ. */
    double at(double logSnr) {
        if (nodes == 0) {
            return 0;
        }
        int found = Arrays.binarySearch(places, 0, nodes, logSnr);
        if (found >= 0) {
            return levels[found];
        }
        int after = -found - 1;
        if (after == 0 || after == nodes) {
            return levels[Math.min(after, nodes - 1)];
        }
        double way = (logSnr - places[after - 1]) / (places[after] - places[after - 1]);
        return levels[after - 1] + way * (levels[after] - levels[after - 1]);
    }

    /** Its integral over the range. */
    double integral() {
        if (nodes == 0) {
            return 0;
        }
        double sum = levels[0] * (places[0] - range.low()) + levels[nodes - 1] * (range.high() - places[nodes - 1]);
        for (int n = 1; n < nodes; n++) {
            sum += (levels[n - 1] + levels[n]) / 2 * (places[n] - places[n - 1]);
        }
        return sum;
    }

    /** The share of it to take out of the next batch; 1 is all. */
    double share() {
        return squares > 0 ? Math.max(0, Math.min(products / squares, 2)) : 1;
    }

    /**
     * Learns how well it explained a batch.
     *
     * @param weighed rates times what each throw counts, the first {@code size}
     * @param explained its own rates times the same
     */
    void judge(double[] weighed, double[] explained, int size) {
        double meanWeighed = Arrays.stream(weighed, 0, size).sum() / size;
        double meanExplained = Arrays.stream(explained, 0, size).sum() / size;
        double product = 0;
        double square = 0;
        for (int i = 0; i < size; i++) {
            product += (weighed[i] - meanWeighed) * (explained[i] - meanExplained);
            square += (explained[i] - meanExplained) * (explained[i] - meanExplained);
        }
        if (Double.isFinite(product) && Double.isFinite(square)) {
            products = KEPT * products + product;
            squares = KEPT * squares + square;
        }
    }

    /** Takes a throw into its bin's means; {@link #update} makes them count. Rates that are not finite are passed over. */
    void add(double logSnr, double rate) {
        if (!Double.isFinite(rate)) {
            return;
        }
        int bin = LocalResiduals.cell(logSnr, range.low(), range.high(), bins);
        double part = Math.max(2 / (seen[bin] + 2), 1 / MEMORY);
        place[bin] += part * (logSnr - place[bin]);
        level[bin] += part * (rate - level[bin]);
        seen[bin]++;
    }

    /** Ends a batch: its throws count from now on. */
    void update() {
        for (int b = 0; b < bins; b++) {
            seen[b] *= AGEING;
        }
        arrange();
    }

    private void arrange() {
        nodes = 0;
        for (int b = 0; b < bins; b++) {
            if (seen[b] > 0) {
                places[nodes] = place[b];
                levels[nodes++] = level[b];
            }
        }
    }

    /** Numbers of {@link #write}. */
    int size() {
        return 3 * bins + 2;
    }

    /** Writes all that it is into {@code memory} from an index on. */
    void write(double[] memory, int from) {
        System.arraycopy(seen, 0, memory, from, bins);
        System.arraycopy(place, 0, memory, from + bins, bins);
        System.arraycopy(level, 0, memory, from + 2 * bins, bins);
        memory[from + 3 * bins] = products;
        memory[from + 3 * bins + 1] = squares;
    }

    /** Becomes what was written. */
    void read(double[] memory, int from) {
        System.arraycopy(memory, from, seen, 0, bins);
        System.arraycopy(memory, from + bins, place, 0, bins);
        System.arraycopy(memory, from + 2 * bins, level, 0, bins);
        products = memory[from + 3 * bins];
        squares = memory[from + 3 * bins + 1];
        arrange();
    }
}
