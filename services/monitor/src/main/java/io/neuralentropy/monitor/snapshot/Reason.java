package io.neuralentropy.monitor.snapshot;

import java.math.BigDecimal;
import java.math.MathContext;

/** A change of state in words: what was seen, against which threshold, and how late. */
final class Reason {
    private Reason() {}

    static String of(StateChange change) {
        return switch (change.cause()) {
            case GROWTH ->
                "grows by " + gain(change) + " per doubling of the steps, more than " + percent(change.delta())
                        + ", since step " + change.since();
            case FLAT ->
                flat(change) + saturatedAt(change) + ": gains " + gain(change)
                        + " per doubling of the steps, shown to be within ±" + percent(change.delta()) + ", since step "
                        + change.since();
            case ROSE ->
                "rose to " + level(change) + ", more than " + percent(change.delta()) + " above "
                        + nats(change.reference()) + ", since step " + change.since();
            case FELL ->
                "fell to " + level(change) + ", " + percent(1 - change.level() / change.reference())
                        + " below its best level " + nats(change.reference()) + ", since step " + change.since();
            case NOT_FINITE -> "loss or entropy is not a finite number";
            case LOSS_EXPLODED ->
                "the loss went from " + number(change.reference()) + " to " + number(change.level())
                        + " and did not come back, since step " + change.since();
            case ENTROPY_EXPLODED ->
                "the entropy went from " + nats(change.reference()) + " to " + nats(change.level())
                        + " and did not come back, since step " + change.since();
            case CALM_AGAIN -> "finite and calm again since step " + change.since();
            case FOLLOWS_OTHER -> "from here on another entropy is followed";
            case RESUMED -> "the run resumes after step " + change.step() + ": what was decided behind is taken back";
            case RUN_FINISHED -> change.to() == TrainingState.FAILED ? "the run failed" : "the run ended";
        };
    }

    private static String flat(StateChange change) {
        return change.from() == TrainingState.DECLINING
                ? "flat again, " + percent(1 - change.level() / change.reference()) + " below its best level, "
                : "";
    }

    private static String saturatedAt(StateChange change) {
        String share = Double.isNaN(change.share()) ? "" : " = " + percent(change.share()) + " of the total entropy";
        return "saturated at " + nats(change.level()) + share;
    }

    private static String gain(StateChange change) {
        return percent(change.gain()) + " ± " + percent(change.halfWidth());
    }

    private static String level(StateChange change) {
        return nats(change.level()) + " (± " + number(change.levelError()) + ")";
    }

    private static String nats(double value) {
        return number(value) + " nats";
    }

    private static String percent(double ratio) {
        return number(100 * ratio) + " %";
    }

    /** Three digits, without an exponent. */
    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return rounded.toPlainString();
    }
}
