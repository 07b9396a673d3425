package io.neuralentropy.trainer.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of a file beyond what it says itself.
 *
 * @param image its points as images; null: as the axes of the file say, which text has none of
 * @param order where the colours of those images stand
 * @param header of text: whether the first line is one of names
 * @param index of text: whether the first column numbers or names the rows, and is no data
 */
public record FileLayout(ImageShape image, ChannelOrder order, Presence header, Presence index) {
    /** All as the file says. */
    public static final FileLayout AUTO = new FileLayout(null, ChannelOrder.AUTO, Presence.AUTO, Presence.AUTO);

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})");

    /**
     * Reads a shape such as {@code 3x32x32}: channels, height, width.
     *
     * @throws DataSetException when it is none
     */
    public static ImageShape image(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        try {
            if (matcher.matches()) {
                return new ImageShape(number(matcher, 1), number(matcher, 2), number(matcher, 3));
            }
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static DataSetException wrong(String text) {
        return new DataSetException(
                "'" + text + "' is not the shape of an image: write channels x height x width, such as 3x32x32");
    }

    public FileLayout withImage(ImageShape value) {
        return new FileLayout(value, order, header, index);
    }

    public FileLayout withOrder(ChannelOrder value) {
        return new FileLayout(image, value, header, index);
    }

    public FileLayout withHeader(Presence value) {
        return new FileLayout(image, order, value, index);
    }

    public FileLayout withIndex(Presence value) {
        return new FileLayout(image, order, header, value);
    }
}
