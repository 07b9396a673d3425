package io.neuralentropy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void textBetweenTheMarksIsReplacedAndNothingElse() {
        String document = "before\n<!-- load -->\nold\n<!-- end of load -->\nafter\n";
        assertEquals(
                "before\n<!-- load -->\nnew\n<!-- end of load -->\nafter\n", Page.replaced(document, "new\n", "load"));
    }

    @Test
    void aDocumentWithoutMarksIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Page.replaced("<!-- micro -->\n", "new", "load"));
    }
}
