package io.neuralentropy.standalone.reproduce;

import java.util.ArrayList;
import java.util.List;

/**
 * One panel of a picture, before it is drawn.
 *
 * @param xTitle with its unit
 * @param yTitle with its unit
 * @param logarithmicX whether the horizontal axis is logarithmic
 */
record Figure(String title, String xTitle, String yTitle, boolean logarithmicX, List<Series> series) {
    enum Style {
        /** What was measured: a line. */
        LINE,
        /** What was measured at single places: dots with error bars. */
        DOTS,
        /** What the paper has: hollow-looking diamonds with error bars. */
        PAPER,
        /** What is known: a dashed line. */
        KNOWN
    }

    /**
     * @param colour number of the colour: what belongs together has the same
     * @param error of y, or null
     */
    record Series(String name, Style style, int colour, double[] x, double[] y, double[] error) {}

    static Figure of(String title, String xTitle, String yTitle, boolean logarithmicX) {
        return new Figure(title, xTitle, yTitle, logarithmicX, new ArrayList<>());
    }

    void line(String name, int colour, double[] x, double[] y) {
        series.add(new Series(name, Style.LINE, colour, x, y, null));
    }

    void known(String name, int colour, double[] x, double[] y) {
        series.add(new Series(name, Style.KNOWN, colour, x, y, null));
    }

    void dots(String name, int colour, double[] x, double[] y, double[] error) {
        series.add(new Series(name, Style.DOTS, colour, x, y, error));
    }

    void paper(String name, int colour, double[] x, double[] y, double[] error) {
        series.add(new Series(name, Style.PAPER, colour, x, y, error));
    }
}
