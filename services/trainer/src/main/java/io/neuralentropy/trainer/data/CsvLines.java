package io.neuralentropy.trainer.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The lines of a text whose fields are separated by tabs, semicolons, commas or spaces: the first of these that its first line has
 * outside quotes. Fields may be quoted as RFC 4180 has it. Empty lines and those that start with # are skipped.
 */
final class CsvLines {
    private static final String SEPARATORS = "\t;,";
    private static final char SPACE = ' ';
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /** Names may hold line ends. */
    private static final int MOST_LINES_OF_A_HEADER = 16;

    private static final int LONGEST_LINE = 1 << 28;

    private final Source source;
    private final char separator;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private CsvLines(Source source, char separator, CSVParser parser) {
        this.source = source;
        this.separator = separator;
        this.parser = parser;
        this.records = parser.iterator();
    }

    /** @throws DataSetException where the file is no text */
    static CsvLines of(Source source) throws IOException {
        // a decoder that reports, so that binary junk is refused and not read as replacement characters
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(source.stream(), StandardCharsets.UTF_8.newDecoder()));
        try {
            char separator = separator(firstLine(reader));
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(separator)
                    .setIgnoreSurroundingSpaces(separator != SPACE)
                    .setCommentMarker('#')
                    .get();
            return new CsvLines(
                    source,
                    separator,
                    CSVParser.builder().setReader(reader).setFormat(format).get());
        } catch (CharacterCodingException e) {
            throw notText(source, 0);
        }
    }

    /** The first line with fields, with the line ends that it quotes, without consuming it; only a mark of the byte order is gone. */
    private static String firstLine(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        reader.mark(LONGEST_LINE);
        String line = reader.readLine();
        while (line != null && (line.isBlank() || line.strip().charAt(0) == '#')) {
            line = reader.readLine();
        }
        StringBuilder whole = new StringBuilder();
        for (int i = 0; line != null && (i == 0 || isOpen(whole) && i < MOST_LINES_OF_A_HEADER); i++) {
            whole.append(line).append('\n');
            line = reader.readLine();
        }
        reader.reset();
        return whole.toString();
    }

    /** Whether a text ends within quotes. */
    private static boolean isOpen(CharSequence text) {
        return text.chars().filter(character -> character == '"').count() % 2 != 0;
    }

    private static char separator(String line) {
        boolean quoted = false;
        int best = SEPARATORS.length();
        for (char character : line.toCharArray()) {
            quoted ^= character == '"';
            int rank = SEPARATORS.indexOf(character);
            if (!quoted && rank >= 0) {
                best = Math.min(best, rank);
            }
        }
        return best == SEPARATORS.length() ? SPACE : SEPARATORS.charAt(best);
    }

    /** The next line with fields; null at the end. @throws DataSetException where it is damaged */
    CsvLine next() throws IOException {
        long last = parser.getCurrentLineNumber();
        try {
            while (records.hasNext()) {
                String[] fields = fields(records.next());
                if (fields.length > 0 && !fields[0].startsWith("#")) {
                    return new CsvLine(parser.getCurrentLineNumber(), fields);
                }
            }
            return null;
        } catch (UncheckedIOException e) {
            throw refusal(e.getCause(), last);
        }
    }

    /** Without the empty ones between spaces; none where all are empty. */
    private String[] fields(CSVRecord record) {
        String[] fields = Arrays.stream(record.values())
                .map(String::strip)
                .filter(field -> separator != SPACE || !field.isEmpty())
                .toArray(String[]::new);
        return fields.length == 1 && fields[0].isEmpty() ? new String[0] : fields;
    }

    private IOException refusal(IOException cause, long line) {
        if (cause instanceof CharacterCodingException) {
            throw notText(source, line);
        }
        if (cause instanceof CSVException) {
            throw source.refuse("has a quoted field in line " + (line + 1)
                    + " or later that does not end with its quote: close it, and double the quotes inside");
        }
        return cause;
    }

    private static DataSetException notText(Source source, long line) {
        return source.refuse("is neither text in UTF-8 nor an IDX or .npy file"
                + (line > 0 ? " (seen after line " + line + ")" : "") + ": convert it");
    }
}
