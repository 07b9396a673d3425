package io.neuralentropy.trainer.data;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes images of a file's points where its axes, or the user, say that they are some; never because a number happens to be a square.
 * Points with two axes are grey images, H × W. Those with three are C × H × W, unless only the last axis can be that of colours: it
 * has 1, 3 or 4, the first has not, and C × H × W would not make square images. Points with one axis, or more than three, are images
 * only where their shape is stated.
 *
 * <p>Images with their colours last are brought into the one order of {@link ImageShape}.
 */
final class ImageAxes {
    private static final Logger LOG = LoggerFactory.getLogger(ImageAxes.class);

    private final Source source;
    private final FileLayout layout;
    private final int[] axes;

    private ImageAxes(Source source, FileLayout layout, int[] axes) {
        this.source = source;
        this.layout = layout;
        this.axes = axes;
    }

    /**
     * A file's points.
     *
     * @param axes sizes of the axes of one point
     * @param values the points in C order; may be changed
     * @throws DataSetException where they do not fit the image that is asked for
     */
    static Matrix matrix(Source source, FileLayout layout, int[] axes, float[] values) {
        return new ImageAxes(source, layout, axes).matrix(values);
    }

    private Matrix matrix(float[] values) {
        int columns = 1;
        for (int size : axes) {
            columns *= size;
        }
        if (axes.length == 3) {
            boolean last = isLast();
            ImageShape image = last ? last() : first();
            LOG.info("{} holds images of {}, channels {}", source.path(), image, last ? "last" : "first");
            return new Matrix(columns, last ? firstFromLast(values, image) : values, image);
        }
        ImageShape image = layout.image();
        if (image == null) {
            return new Matrix(columns, values, axes.length == 2 ? new ImageShape(1, axes[0], axes[1]) : null);
        }
        if (image.dimension() != columns) {
            throw source.refuse("has data points of " + columns + " numbers, which make no image of " + image
                    + ": state another shape with --image");
        }
        boolean last = layout.order() == ChannelOrder.CHANNELS_LAST;
        return new Matrix(columns, last ? firstFromLast(values, image) : values, image);
    }

    private ImageShape first() {
        return new ImageShape(axes[0], axes[1], axes[2]);
    }

    private ImageShape last() {
        return new ImageShape(axes[2], axes[0], axes[1]);
    }

    private boolean isLast() {
        ImageShape asked = layout.image();
        boolean mayBeFirst = layout.order() != ChannelOrder.CHANNELS_LAST && (asked == null || asked.equals(first()));
        boolean mayBeLast = layout.order() != ChannelOrder.CHANNELS_FIRST && (asked == null || asked.equals(last()));
        if (!mayBeFirst && !mayBeLast) {
            throw source.refuse("has data points of the axes " + new ImageShape(axes[0], axes[1], axes[2])
                    + ", which make no image of " + asked + ": state another shape with --image or another order with"
                    + " --image-layout");
        }
        return mayBeFirst && mayBeLast ? looksLast() : mayBeLast;
    }

    private boolean looksLast() {
        return layout.image() == null && isColours(axes[2]) && !isColours(axes[0]) && axes[1] != axes[2];
    }

    private static boolean isColours(int size) {
        return size == 1 || size == 3 || size == 4;
    }

    /** From colours side by side to one colour after the other. */
    private static float[] firstFromLast(float[] values, ImageShape image) {
        float[] point = new float[image.dimension()];
        int pixels = image.height() * image.width();
        for (int start = 0; start < values.length && image.channels() > 1; start += point.length) {
            System.arraycopy(values, start, point, 0, point.length);
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int channel = 0; channel < image.channels(); channel++) {
                    values[start + channel * pixels + pixel] = point[pixel * image.channels() + channel];
                }
            }
        }
        return values;
    }
}
