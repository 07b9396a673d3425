package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.standalone.text.Numbers;
import java.util.Locale;

/** Numbers in the cells of tables; empty where unknown. */
final class Cells {
    private Cells() {}

    static String text(Estimate estimate) {
        return estimate.isKnown() ? Numbers.withError(estimate.value(), estimate.standardError()) : "";
    }

    static String percent(double ratio) {
        return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%+.1f %%", 100 * ratio);
    }
}
