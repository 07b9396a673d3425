package io.neuralentropy.trainer.data;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first lines of a text say of its header and its index. Unless the user says so,
 *
 * <ul>
 *   <li>the first line is a header when it has names and no numbers; when it counts 0, 1, 2, … as pandas does by default, after an
 *       empty or named first field or from the first field on; in the latter case not where the next line
 *       counts on, and with less than three columns only where the next line has fractions, since data may begin like that;
 *   <li>the first column is an index when the header's first field is empty, {@code Unnamed: 0}, a name before columns that count,
 *       or missing, so that the header has one field fewer than the rows.
 * </ul>
 *
 * All else is data. What is taken for a header or an index is logged, and so is what may be one but was taken for data.
 *
 * @param header whether the first line is no data point
 * @param index whether the first field of each line is no data
 * @param fields of each line after the header
 */
record CsvHead(boolean header, boolean index, int fields) {
    private static final Logger LOG = LoggerFactory.getLogger(CsvHead.class);
    private static final String UNNAMED = "Unnamed: 0";
    private static final int SURELY_COUNTED = 3;

    /** @param second null where there is only one line */
    static CsvHead of(Source source, FileLayout layout, CsvLine first, CsvLine second) {
        boolean header = layout.header() == Presence.YES
                || layout.header() == Presence.AUTO && isHeader(source, layout, first, second);
        boolean index =
                layout.index() == Presence.YES || layout.index() == Presence.AUTO && header && hasIndex(first, second);
        CsvLine row = header && second != null ? second : first;
        boolean fits = first.size() == row.size() || index && first.size() + 1 == row.size();
        if (!fits) {
            throw source.refuse("has " + row.size() + " columns in line " + row.number() + ", but " + first.size()
                    + " before: make all rows equally long");
        }
        if (index && row.size() == 1) {
            throw source.refuse("has no column but its index: it needs at least one, or --csv-index no");
        }
        CsvHead head = new CsvHead(header, index, row.size());
        head.log(source, layout, first, second);
        return head;
    }

    private static boolean isHeader(Source source, FileLayout layout, CsvLine first, CsvLine second) {
        if (!first.hasNumber()) {
            return first.hasName();
        }
        if (startsLikeAnIndex(first)) {
            return true;
        }
        // with an index the user has named no column of data: a row name before numbers is a data point
        boolean named = layout.index() == Presence.YES
                ? first.size() > 1 && new CsvLine(first.number(), tail(first)).hasName()
                : first.hasName();
        if (named) {
            throw source.refuse("has both numbers and other text in line " + first.number()
                    + ", so that it is neither a header nor data: mend it, or say --csv-header yes if it is a header");
        }
        return isCounted(first, second);
    }

    private static String[] tail(CsvLine line) {
        return Arrays.copyOfRange(line.fields(), 1, line.size());
    }

    /** An empty or named field before 0, 1, 2, … */
    private static boolean startsLikeAnIndex(CsvLine first) {
        return (first.first().isEmpty() || CsvLine.isName(first.first())) && first.counts(1, 0);
    }

    private static boolean isCounted(CsvLine first, CsvLine second) {
        return first.counts(0, 0)
                && second != null
                && !second.counts(0, first.size())
                && (first.size() >= SURELY_COUNTED || second.hasFraction() || second.size() == first.size() + 1);
    }

    private static boolean hasIndex(CsvLine first, CsvLine second) {
        return second != null && second.size() == first.size() + 1
                || first.first().isEmpty()
                || first.first().equals(UNNAMED)
                || startsLikeAnIndex(first);
    }

    private void log(Source source, FileLayout layout, CsvLine first, CsvLine second) {
        if (header) {
            LOG.info("{}: line {} is taken as a header, not as a data point", source.path(), first.number());
        } else if (layout.header() == Presence.AUTO && second != null && mayBeHeader(first, second)) {
            LOG.warn(
                    "{}: line {} is taken as a data point; if it is a header, say --csv-header yes",
                    source.path(),
                    first.number());
        }
        if (index) {
            LOG.info("{}: the first column is taken as an index, not as data", source.path());
        }
    }

    private static boolean mayBeHeader(CsvLine first, CsvLine second) {
        return first.counts(0, 0) || first.isWhole() && second.hasFraction();
    }
}
