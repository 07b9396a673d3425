package io.neuralentropy.monitor.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/**
 * Headers of a record from outside, kept while they are small in all: a broker takes megabytes of them, and compressed still
 * more. Where they are not, none is kept and {@link #DROPPED} says how many there were.
 */
final class BoundedHeaders {
    static final int MAX_HEADERS = 64;

    /** Of names and values in all. */
    static final int MAX_BYTES = 16 * 1024;

    static final String DROPPED = "headers-dropped";

    private BoundedHeaders() {}

    /**
     * A copy.
     *
     * @param reserved names of headers that are left out, since whoever makes the copy says something by them
     */
    static RecordHeaders copy(Headers headers, Set<String> reserved) {
        List<Header> foreign = Arrays.stream(headers.toArray())
                .filter(header ->
                        !reserved.contains(header.key()) && !header.key().equals(DROPPED))
                .toList();
        if (areSmall(foreign)) {
            return new RecordHeaders(foreign);
        }
        RecordHeaders none = new RecordHeaders();
        none.add(DROPPED, Integer.toString(foreign.size()).getBytes(StandardCharsets.UTF_8));
        return none;
    }

    private static boolean areSmall(List<Header> headers) {
        if (headers.size() > MAX_HEADERS) {
            return false;
        }
        long bytes = 0;
        for (Header header : headers) {
            bytes += Utils.utf8Length(header.key()) + (header.value() == null ? 0 : header.value().length);
        }
        return bytes <= MAX_BYTES;
    }
}
