package io.neuralentropy.standalone.loops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of {@code docs/other-loops.md} run, convert and weigh rightly, and what they send are valid events under their key. */
class OtherLoopsPageTest {
    private static Event event(String sent) {
        String[] parts = sent.split("\t", 3);
        assertEquals(Topics.EVENTS, parts[1]);
        Decoded decoded = new EventCodec().decode(parts[0].getBytes(UTF_8), parts[2].getBytes(UTF_8));
        return assertInstanceOf(Decoded.Accepted.class, decoded, sent).event();
    }

    @Test
    void itsPythonDoesWhatThePageSays(@TempDir Path directory) throws URISyntaxException {
        Path check =
                Path.of(OtherLoopsPageTest.class.getResource("check_page.py").toURI());
        List<Event> events =
                Example.python(check, Example.PAGE.toString(), Example.DIRECTORY.toString(), directory.toString())
                        .stream()
                        .map(OtherLoopsPageTest::event)
                        .toList();

        assertEquals(
                List.of(1L, 6L, 9L, 10L),
                events.stream().limit(4).map(OtherLoopsPageTest::step).toList());
        assertEquals(3, assertInstanceOf(Step.class, events.get(2)).span());
        assertEquals(1, assertInstanceOf(Step.class, events.get(3)).span(), "what is left at the end");
        RunFinished end = assertInstanceOf(RunFinished.class, events.get(4));
        assertEquals(RunFinished.Status.FAILED, end.status());
        assertTrue(end.reason().contains("loss is NaN"), end.reason());
        assertEquals(10, end.step());
        assertEquals(2, end.origin().attempt());
        assertEquals(1, end.origin().rank());
        assertEquals(5, events.size());
    }

    private static long step(Event event) {
        return assertInstanceOf(Step.class, event).step();
    }
}
