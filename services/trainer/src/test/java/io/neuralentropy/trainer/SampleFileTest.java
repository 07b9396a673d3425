package io.neuralentropy.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.neuralentropy.trainer.data.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {
    @TempDir
    Path directory;

    @Test
    void greyImagesStandInAGrid() throws IOException {
        float[] samples = new float[3 * 6];
        samples[0] = 0.5f;
        samples[6 + 5] = 2;
        samples[2 * 6] = -1;
        Path file = directory.resolve("made/grid.png");

        SampleFile.write(file, samples, 6, new ImageShape(1, 2, 3));

        BufferedImage grid = ImageIO.read(file.toFile());
        // two columns of 3 pixels and two rows of 2, with gaps of 2
        assertEquals(8, grid.getWidth());
        assertEquals(6, grid.getHeight());
        assertEquals(128, grid.getRaster().getSample(0, 0, 0));
        assertEquals(255, grid.getRaster().getSample(7, 1, 0), "cut off above 1");
        assertEquals(0, grid.getRaster().getSample(0, 4, 0), "cut off below 0");
        assertEquals(255, grid.getRaster().getSample(3, 0, 0), "the gap is white");
        assertEquals(255, grid.getRaster().getSample(7, 5, 0), "as is a place without an image");
    }

    @Test
    void colourImagesHaveTheirColours() throws IOException {
        float[] samples = {1, 0, 0, 1, 0.2f, 0.4f};
        Path file = directory.resolve("grid.png");

        SampleFile.write(file, samples, 6, new ImageShape(3, 1, 2));

        BufferedImage grid = ImageIO.read(file.toFile());
        assertEquals(0xff0033, grid.getRGB(0, 0) & 0xffffff);
        assertEquals(0x00ff66, grid.getRGB(1, 0) & 0xffffff);
    }

    @Test
    void otherPointsAreLinesOfText() throws IOException {
        Path file = directory.resolve("points.csv");

        SampleFile.write(file, new float[] {1, 2.5f, -3, 0}, 2, null);

        assertEquals(List.of("1.0,2.5", "-3.0,0.0"), Files.readAllLines(file));
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        TrainingException refusal = assertThrows(
                TrainingException.class, () -> SampleFile.write(file.resolve("inside.csv"), new float[] {1}, 1, null));

        assertEquals(1, refusal.getMessage().lines().count());
    }
}
