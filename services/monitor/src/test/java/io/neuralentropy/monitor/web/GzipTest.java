package io.neuralentropy.monitor.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate, gzip;q=1.0, *;q=0.5", "gzip;q=0.001", "br,x-gzip"})
    void acceptedWhereNamed(String header) {
        assertEquals(true, Gzip.accepted(header));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.000, br", "gzipped"})
    void notAcceptedOtherwise(String header) {
        assertEquals(false, Gzip.accepted(header));
    }
}
