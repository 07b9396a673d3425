package io.neuralentropy.trainer;

import io.neuralentropy.trainer.data.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/**
 * Writes samples: images as a PNG of a grid, others as CSV, a sample a line. A file appears whole or not at all.
 *
 * <p>Images are as data sets have them: 0 dark, 1 bright, cut off outside; one colour or three.
 */
final class SampleFile {
    private static final int GAP = 2;
    private static final int WHITE = 0xffffff;
    private static final int BRIGHTEST = 255;

    private SampleFile() {}

    /** Whether points of a shape are written as images. */
    static boolean isImage(ImageShape image) {
        return image != null && (image.channels() == 1 || image.channels() == 3);
    }

    /** {@code .png} or {@code .csv}. */
    static String ending(ImageShape image) {
        return isImage(image) ? ".png" : ".csv";
    }

    /**
     * @param samples row by row
     * @param image null: not images
     * @throws TrainingException when the file cannot be written
     */
    static void write(Path file, float[] samples, int dimension, ImageShape image) {
        byte[] bytes = isImage(image) ? png(samples, image) : csv(samples, dimension);
        Path directory = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(directory);
            Path aside = directory.resolve(file.getFileName() + ".tmp");
            try {
                Files.write(aside, bytes);
                Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new TrainingException(
                    "cannot write samples to " + file + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "): name a file that can be written",
                    e);
        }
    }

    private static byte[] csv(float[] samples, int dimension) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < samples.length; i++) {
            text.append(samples[i]).append((i + 1) % dimension == 0 ? '\n' : ',');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] png(float[] samples, ImageShape image) {
        int count = samples.length / image.dimension();
        int columns = (int) Math.ceil(Math.sqrt(count));
        int rows = (count + columns - 1) / columns;
        int type = image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage grid =
                new BufferedImage(columns * (image.width() + GAP) - GAP, rows * (image.height() + GAP) - GAP, type);
        for (int x = 0; x < grid.getWidth(); x++) {
            for (int y = 0; y < grid.getHeight(); y++) {
                grid.setRGB(x, y, WHITE);
            }
        }
        for (int i = 0; i < count; i++) {
            int left = i % columns * (image.width() + GAP);
            int top = i / columns * (image.height() + GAP);
            draw(grid, left, top, samples, i * image.dimension(), image);
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(grid, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new TrainingException("cannot make a PNG: " + e.getMessage(), e);
        }
    }

    private static void draw(BufferedImage grid, int left, int top, float[] samples, int offset, ImageShape image) {
        int pixels = image.height() * image.width();
        for (int pixel = 0; pixel < pixels; pixel++) {
            int x = left + pixel % image.width();
            int y = top + pixel / image.width();
            if (image.channels() == 1) {
                grid.getRaster().setSample(x, y, 0, level(samples[offset + pixel]));
            } else {
                for (int colour = 0; colour < 3; colour++) {
                    grid.getRaster().setSample(x, y, colour, level(samples[offset + colour * pixels + pixel]));
                }
            }
        }
    }

    /** NaN is dark. */
    private static int level(float value) {
        return Math.round(BRIGHTEST * Math.max(0, Math.min(1, Float.isNaN(value) ? 0 : value)));
    }
}
