package io.neuralentropy.standalone.reproduce;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws figures, side by side, as one PNG; without a display. */
public final class Pictures {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 520;
    private static final int MARKER = 7;
    private static final int MOST_COLUMNS = 3;
    /** Names that a line of the legend has room for. */
    private static final int MOST_IN_A_LINE = 4;

    private static final float LINE = 1.6f;
    /** Distinct for the colour-blind, too (Okabe and Ito). */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00));

    private Pictures() {}

    /**
     * Draws the panels of a report.
     *
     * @throws ReproduceException when there is no font to draw with, or the file cannot be written
     */
    public static void write(Report report, Path file) {
        // before the first class of AWT is used; a machine that trains has no display
        System.setProperty("java.awt.headless", "true");
        try (OutputStream stream = Files.newOutputStream(file)) {
            ImageIO.write(sheet(report.figures()), "png", stream);
        } catch (IOException problem) {
            throw new ReproduceException("cannot write " + file + " (" + problem.getMessage() + ")", problem);
        } catch (LinkageError | InternalError | NullPointerException noFonts) {
            throw new ReproduceException(
                    "cannot draw " + file + " (" + noFonts
                            + "): install fontconfig and a font, such as fonts-dejavu-core",
                    noFonts);
        }
    }

    private static BufferedImage sheet(List<Figure> figures) {
        int rows = Math.max(1, (figures.size() + MOST_COLUMNS - 1) / MOST_COLUMNS);
        int columns = Math.max(1, (figures.size() + rows - 1) / rows);
        BufferedImage sheet = new BufferedImage(columns * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < figures.size(); i++) {
            BufferedImage panel = BitmapEncoder.getBufferedImage(chart(figures.get(i)));
            graphics.drawImage(panel, i % columns * WIDTH, i / columns * HEIGHT, null);
        }
        graphics.dispose();
        return sheet;
    }

    private static XYChart chart(Figure figure) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(figure.title())
                .xAxisTitle(figure.xTitle())
                .yAxisTitle(figure.yTitle())
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(figure.logarithmicX())
                .setErrorBarsColorSeriesColor(true)
                .setPlotGridLinesColor(new Color(0xE4E4E4))
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setMarkerSize(MARKER)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(
                        figure.series().size() > MOST_IN_A_LINE
                                ? Styler.LegendLayout.Vertical
                                : Styler.LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        figure.series().forEach(series -> add(chart, series));
        return chart;
    }

    private static void add(XYChart chart, Figure.Series series) {
        XYSeries drawn = chart.addSeries(series.name(), series.x(), series.y(), series.error());
        Color colour = COLOURS.get(series.colour() % COLOURS.size());
        boolean line = series.style() == Figure.Style.LINE || series.style() == Figure.Style.KNOWN;
        drawn.setXYSeriesRenderStyle(line ? XYSeries.XYSeriesRenderStyle.Line : XYSeries.XYSeriesRenderStyle.Scatter);
        drawn.setMarker(marker(series.style()));
        drawn.setMarkerColor(series.style() == Figure.Style.PAPER ? Color.BLACK : colour);
        drawn.setLineColor(colour);
        drawn.setLineStyle(series.style() == Figure.Style.KNOWN ? dashed() : new BasicStroke(LINE));
    }

    private static Marker marker(Figure.Style style) {
        switch (style) {
            case DOTS:
                return SeriesMarkers.CIRCLE;
            case PAPER:
                return SeriesMarkers.DIAMOND;
            default:
                return SeriesMarkers.NONE;
        }
    }

    private static BasicStroke dashed() {
        return new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0);
    }
}
