package io.neuralentropy.standalone.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {

    private static List<Line> read(byte[] bytes) throws IOException {
        return read(LineReader.of(new ByteArrayInputStream(bytes)));
    }

    private static List<Line> read(LineReader opened) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (LineReader reader = opened) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream()
                .map(line -> line.number() + ":" + new String(line.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void lineEndsOfAnySystemAreNoPartOfLines() throws IOException {
        assertEquals(List.of("1:a", "2:b", "3:", "4:c"), texts(read(utf8("a\nb\r\n\nc"))));
    }

    @Test
    void aLastLineNeedsNoEnd() throws IOException {
        assertEquals(texts(read(utf8("a\nb\n"))), texts(read(utf8("a\nb"))));
    }

    @Test
    void nothingHasNoLines() throws IOException {
        assertNull(LineReader.of(new ByteArrayInputStream(new byte[0])).next());
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        byte[] junk = {(byte) 0xff, 0, (byte) 0xfe};
        assertArrayEquals(junk, read(junk).get(0).bytes());
    }

    @Test
    void aLineThatKafkaDoesNotTakeIsMeasuredButNotKept() throws IOException {
        byte[] longest = new byte[LineReader.MAX_BYTES];
        Arrays.fill(longest, (byte) 'a');
        byte[] tooLong = Arrays.copyOf(longest, longest.length + 1);
        tooLong[longest.length] = 'a';

        assertFalse(read(longest).get(0).isTooLong());
        assertTrue(read(tooLong).get(0).isTooLong());
        assertEquals(tooLong.length, read(tooLong).get(0).length());
    }

    @Test
    void blankLinesAreKnown() throws IOException {
        assertEquals(
                List.of(true, true, false),
                read(utf8("\n \t\n{}")).stream().map(Line::isBlank).toList());
    }

    @Test
    void packedFilesAreUnpackedAndMeasuredAsTheyLie(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("events.jsonl.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(utf8("a\n".repeat(10_000)));
        }
        LineReader reader = LineReader.of(file);
        assertEquals(10_000, read(reader).size());
        assertEquals(Files.size(file), reader.bytesRead());
    }
}
