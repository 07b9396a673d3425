package io.neuralentropy.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RootCauseTest {
    @Test
    void isTheFirstLineOfTheInnermostCause() {
        Exception inner = new IllegalStateException(" no such host \nat line two");
        assertEquals("no such host.", RootCause.sentence(new RuntimeException("failed", new Exception("x", inner))));
        assertEquals("Said already.", RootCause.sentence(new Exception("Said already.")));
    }

    @Test
    void isTheNameOfACauseThatSaysNothing() {
        assertEquals("IllegalStateException.", RootCause.sentence(new IllegalStateException()));
        assertEquals("IllegalStateException.", RootCause.sentence(new IllegalStateException("\n")));
    }
}
