package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.RunStarted;
import java.util.Map;

/** What the events that describe a run take on the heap, about, in bytes: most of it are their further numbers. */
final class DescriptionSize {
    private static final long EVENT = 2 << 10;
    private static final long NUMBER = 160;
    private static final long POINT = 4L * Double.BYTES;

    private DescriptionSize() {}

    /** @param about null for none */
    static long of(RunStarted about) {
        return about == null || about.process() == null
                ? EVENT
                : EVENT + of(about.process().numbers());
    }

    static long of(Evaluation evaluation) {
        long points = evaluation.profile() == null ? 0 : evaluation.profile().at().length;
        return EVENT
                + points * POINT
                + of(evaluation.transport())
                + of(evaluation.layerEntropy())
                + of(evaluation.transferEntropy())
                + of(evaluation.scores());
    }

    private static long of(Map<String, ?> numbers) {
        return numbers == null ? 0 : numbers.size() * NUMBER;
    }
}
