package io.neuralentropy.trainer.data;

/** How the numbers of a data point make an image: colour by colour, each row by row. */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("an image needs pixels: " + channels + ", " + height + " x " + width);
        }
    }

    /** As options have it: channels x height x width. */
    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }

    /** D. */
    public int dimension() {
        return channels * height * width;
    }
}
