package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;

/**
 * A lower bound of the total entropy of images of 8 bits a pixel: a noisy image says no more of which one it was than there is to
 * say, so S_tot ≥ K_cond − H(x₀) ≥ K_cond − mean length of a lossless code, nats per image. It is the better one where the range of
 * log-SNR reaches far into the data's end, whose fine grain no Gaussian has.
 */
public final class CodeBound {
    /** More images would shorten the code by less than a per cent, and cost time. */
    private static final int MOST_IMAGES = 4096;

    private static final float BRIGHTEST = 255;
    private static final float ROUNDING = 1e-3f;

    private CodeBound() {}

    /**
     * From the first 4,096 images.
     *
     * @param rows pixels from 0 to 1, image by image, each colour by colour and row by row
     * @return method {@code code-length}, with the standard error of the mean over the images; null where the pixels are not of 8 bits
     *     or where there is only one image
     */
    public static EntropyEstimate of(EntropyRange range, float[] rows, int channels, int height, int width) {
        int dimension = channels * height * width;
        int images = Math.min(MOST_IMAGES, rows.length / dimension);
        byte[] pixels = pixels(rows, images * dimension);
        if (pixels == null || images < 2) {
            return null;
        }
        ImageCode code = new ImageCode(channels, height, width);
        double[] values = new double[images];
        for (int i = 0; i < images; i++) {
            double square = 0;
            for (int d = 0; d < dimension; d++) {
                double x = rows[i * dimension + d];
                square += x * x;
            }
            values[i] = EntropyBounds.conditional(range, dimension, square) - code.length(pixels, i * dimension);
        }
        var moments = SampleMoments.of(values, images);
        return new EntropyEstimate(moments.mean(), Math.sqrt(moments.variance() / images), "code-length");
    }

    /** As bytes; null where a number is none of 0/255 to 255/255. */
    private static byte[] pixels(float[] rows, int count) {
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i++) {
            float brightness = rows[i] * BRIGHTEST;
            int value = Math.round(brightness);
            if (value < 0 || value > BRIGHTEST || Math.abs(brightness - value) > ROUNDING) {
                return null;
            }
            pixels[i] = (byte) value;
        }
        return pixels;
    }
}
