package io.neuralentropy.trainer.science;

import java.util.Arrays;

/**
 * Lengths of images of 8 bits a pixel in a lossless code, nats: those of an ideal arithmetic coder (1.4 nats for all images together
 * below what a real one needs) that is told each pixel's chances by what it has seen so far. The mean length is at least the entropy
 * of the images' law, in expectation, whatever the chances are; better chances make shorter codes.
 *
 * <p>Three predictions are mixed by how well they did in the like: a Laplace law about an average of the neighbours, that corrected by
 * how often each value came with the same average and unrest, and that by how often it came with the same neighbours. Colours lean on
 * the error of the colour before. Not thread-safe.
 */
final class ImageCode {
    private static final int VALUES = 256;
    private static final int UNRESTS = 16;
    private static final int PREDICTIONS = 3;
    /** Weight of the prediction below, in times that a neighbourhood was seen. */
    private static final double PRIOR = 20;
    /** Share of the chances that all values have alike: nothing is impossible. */
    private static final double EVEN = 1e-3;
    /** Share of the mixture's weights that is spread evenly after each pixel: no prediction is given up. */
    private static final double FORGETTING = 0.02;

    private final int channels;
    private final int height;
    private final int width;
    private final Counts byAverage = new Counts(2 * UNRESTS * VALUES);
    private final Counts byNeighbours = new Counts(2 << 12);
    private final double[] errors = new double[2 * UNRESTS * UNRESTS];
    private final double[] deviations = new double[2 * UNRESTS * UNRESTS];
    private final double[] seen = new double[2 * UNRESTS * UNRESTS];
    private final double[][] weights = new double[2 * UNRESTS * UNRESTS][PREDICTIONS];
    private final double[] chance = new double[PREDICTIONS];
    private final double[] missed;

    ImageCode(int channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.missed = new double[height * width];
        Arrays.fill(deviations, VALUES / 10.0);
        Arrays.fill(seen, 1);
        for (double[] of : weights) {
            Arrays.fill(of, 1.0 / PREDICTIONS);
        }
    }

    /**
     * The length of the next image, which is learned from.
     *
     * @param images colour by colour, each row by row, 0 to 255 as unsigned bytes
     * @param offset of the image's first pixel
     */
    double length(byte[] images, int offset) {
        Arrays.fill(missed, 0);
        double nats = 0;
        for (int channel = 0; channel < channels; channel++) {
            int first = offset + channel * height * width;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    nats += pixel(images, first, channel == 0 ? 0 : 1, y, x);
                }
            }
        }
        return nats;
    }

    /** @param kind 0 in the first colour, 1 in others, which have one to lean on */
    private double pixel(byte[] images, int first, int kind, int y, int x) {
        int here = first + y * width + x;
        int value = images[here] & 0xff;
        int west = x > 0 ? images[here - 1] & 0xff : 0;
        int westWest = x > 1 ? images[here - 2] & 0xff : 0;
        int north = y > 0 ? images[here - width] & 0xff : 0;
        int northWest = y > 0 && x > 0 ? images[here - width - 1] & 0xff : 0;
        int northEast = y > 0 && x < width - 1 ? images[here - width + 1] & 0xff : 0;
        int unrest = unrest(Math.abs(west - northWest)
                + Math.abs(north - northWest)
                + Math.abs(north - northEast)
                + Math.abs(west - westWest));
        double towards = (2 * median(west, north, west + north - northWest) + west + northEast) / 4.0;
        int average = (int) Math.max(0, Math.min(VALUES - 1, towards + missed[y * width + x]));
        int surroundings = (kind * UNRESTS + unrest) * VALUES + average;
        int like = surroundings / UNRESTS;

        double expected = average + errors[like] / seen[like];
        chance[0] = laplace(value, expected, deviations[like] / seen[like] + 0.3);
        chance[1] = byAverage.chance(surroundings, value, chance[0]);
        int neighbours = kind << 12 | (west >> 4) << 8 | (north >> 4) << 4 | (northWest >> 6) << 2 | northEast >> 6;
        chance[2] = byNeighbours.chance(neighbours, value, chance[1]);
        double mixed = mix(weights[like]);

        byAverage.count(surroundings, value);
        byNeighbours.count(neighbours, value);
        errors[like] += value - average;
        deviations[like] += Math.abs(value - expected);
        seen[like]++;
        missed[y * width + x] += value - average;
        return -Math.log(mixed);
    }

    /** The mixture's chance; its weights move towards what did well. */
    private double mix(double[] weight) {
        double mixed = 0;
        for (int k = 0; k < PREDICTIONS; k++) {
            mixed += weight[k] * chance[k];
        }
        for (int k = 0; k < PREDICTIONS; k++) {
            weight[k] = (1 - FORGETTING) * weight[k] * chance[k] / mixed + FORGETTING / PREDICTIONS;
        }
        return mixed;
    }

    private static int median(int a, int b, int c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static int unrest(int differences) {
        return differences == 0 ? 0 : Math.min(UNRESTS - 1, 1 + (int) (2 * Math.log1p(differences)));
    }

    /** Laplace's law in steps of 1, its tails with the outermost values. */
    private static double laplace(int value, double mean, double scale) {
        double below = value == 0 ? 0 : cumulated(value - 0.5 - mean, scale);
        double upTo = value == VALUES - 1 ? 1 : cumulated(value + 0.5 - mean, scale);
        return EVEN / VALUES + (1 - EVEN) * (upTo - below);
    }

    private static double cumulated(double from, double scale) {
        return from < 0 ? Math.exp(from / scale) / 2 : 1 - Math.exp(-from / scale) / 2;
    }

    /** How often each value came in a neighbourhood. */
    private static final class Counts {
        private final int[] all;
        private final int[] ofValue;

        Counts(int neighbourhoods) {
            all = new int[neighbourhoods];
            ofValue = new int[neighbourhoods * VALUES];
        }

        double chance(int neighbourhood, int value, double otherwise) {
            return (ofValue[neighbourhood * VALUES + value] + PRIOR * otherwise) / (all[neighbourhood] + PRIOR);
        }

        void count(int neighbourhood, int value) {
            all[neighbourhood]++;
            ofValue[neighbourhood * VALUES + value]++;
        }
    }
}
