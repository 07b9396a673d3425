package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How results look: tables, pictures, the page. */
class ReportTest {
    @TempDir
    private Path directory;

    private static Report report(int panels) {
        Table table = new Table("A table", List.of("", "S_NN"));
        table.row(List.of("vp", "1.0 ± 0.1"));
        List<Figure> figures = IntStream.range(0, panels)
                .mapToObj(i -> {
                    Figure figure = Figure.of("Panel " + i, "epochs", "S_NN, nats", i == 1);
                    double[] x = {1, 10, 100};
                    figure.line("measured", 0, x, new double[] {1, Double.NaN, 3});
                    figure.dots("held out", 0, x, new double[] {1, 2, 2.5}, new double[] {0.1, 0.1, 0.1});
                    figure.paper("paper", 1, x, new double[] {1, 2, 3}, new double[] {0.2, 0.2, 0.2});
                    figure.known("S_tot", 1, x, new double[] {4, 4, 4});
                    return figure;
                })
                .toList();
        return new Report(List.of(table), figures, List.of("A note."));
    }

    @Nested
    class Tables {
        @Test
        void areMarkdownThatIsAligned() {
            assertEquals("""
                    **A table**

                    |     |      S_NN |
                    |:----|----------:|
                    | vp  | 1.0 ± 0.1 |

                    - A note.""", report(0).markdown());
        }

        @Test
        void haveRowsOfOneLength() {
            Table table = new Table("A table", List.of("a", "b"));

            assertThrows(IllegalArgumentException.class, () -> table.row(List.of("one")));
        }
    }

    @Nested
    class Picture {
        @Test
        void hasItsPanelsSideBySideInFullRows() throws IOException {
            Path file = directory.resolve("picture.png");
            Pictures.write(report(1), file);
            BufferedImage one = ImageIO.read(file.toFile());
            Pictures.write(report(4), file);
            BufferedImage four = ImageIO.read(file.toFile());

            assertEquals(2 * one.getWidth(), four.getWidth());
            assertEquals(2 * one.getHeight(), four.getHeight());
            long colours = IntStream.range(0, one.getWidth() * one.getHeight())
                    .map(i -> one.getRGB(i % one.getWidth(), i / one.getWidth()))
                    .distinct()
                    .count();
            assertTrue(colours > 10, "something is drawn");
        }

        @Test
        void thatCannotBeWrittenIsSaid() {
            ReproduceException said = assertThrows(
                    ReproduceException.class,
                    () -> Pictures.write(report(1), directory.resolve("no/such/picture.png")));
            assertTrue(said.getMessage().startsWith("cannot write "), said.getMessage());
        }
    }

    @Nested
    class OnThePage {
        private Path page(String text) throws IOException {
            return Files.writeString(directory.resolve("page.md"), text);
        }

        @Test
        void theSectionIsWrittenAnewAndTheRestStays() throws IOException {
            Path page = page("# Title\n\n<!-- x -->\nold\n<!-- /x -->\n\nrest\n");
            Path picture = directory.resolve("any.png");
            Pictures.write(report(1), picture);

            new Page(page).write("x", report(1), picture);
            String once = Files.readString(page);
            new Page(page).write("x", report(1), picture);

            assertEquals(once, Files.readString(page));
            assertEquals(
                    "# Title\n\n<!-- x -->\n![x](images/x.png)\n\n" + report(1).markdown() + "\n<!-- /x -->\n\nrest\n",
                    once);
            assertEquals(-1, Files.mismatch(picture, directory.resolve("images/x.png")));
        }

        @Test
        void aMissingSectionIsSaid() throws IOException {
            Page page = new Page(page("# Title\n"));

            assertThrows(ReproduceException.class, () -> page.write("x", report(0), null));
        }
    }
}
