package io.neuralentropy.monitor.snapshot;

import java.math.BigDecimal;
import java.math.MathContext;

/** A change of state in words: what was seen, against which threshold, and how late. */
final class Reason {
    private Reason() {}

    static String of(StateChange change) {
        return switch (change.cause()) {
            case GROWTH ->
                (isLoss(change) ? "the loss falls by " : "grows by ") + gain(change)
                        + " per doubling of the steps, more than " + percent(change.delta()) + ", since step "
                        + change.since();
            case FLAT ->
                flat(change) + saturatedAt(change) + ": gains " + gain(change)
                        + " per doubling of the steps, shown to be within ±" + percent(change.delta()) + ", since step "
                        + change.since();
            case ROSE ->
                isLoss(change)
                        ? "the loss fell to " + level(change) + ", from " + value(change, change.reference())
                                + ", since step " + change.since()
                        : "rose to " + level(change) + ", more than " + percent(change.delta()) + " above "
                                + value(change, change.reference()) + ", since step " + change.since();
            case FELL ->
                isLoss(change)
                        ? "the loss rose to " + level(change) + ", from " + value(change, change.reference())
                                + " at its best, since step " + change.since()
                        : "fell to " + level(change) + ", " + belowTheBest(change) + ", since step " + change.since();
            case NOT_FINITE -> "loss or entropy is not a finite number";
            case LOSS_EXPLODED ->
                "the loss went from " + number(change.reference()) + " to " + number(change.level())
                        + " and did not come back, since step " + change.since();
            case ENTROPY_EXPLODED ->
                "the entropy went from " + nats(change.reference()) + " to " + nats(change.level())
                        + " and did not come back, since step " + change.since();
            case GRADIENTS_NOT_FINITE ->
                "the gradient norm is not a finite number any more, since step " + change.since()
                        + ": nothing is learned";
            case LOSS_GONE ->
                "the loss fell to exactly 0 from one step to the next, at step " + change.since()
                        + ", and stays there: nothing is learned";
            case CALM_AGAIN -> "finite and calm again since step " + change.since();
            case FOLLOWS_OTHER -> "from here on another quantity is followed";
            case RESUMED -> "the run resumes after step " + change.step() + ": what was decided behind is taken back";
            case RUN_FINISHED -> change.to() == TrainingState.FAILED ? "the run failed" : "the run ended";
        };
    }

    private static boolean isLoss(StateChange change) {
        return change.followed() == Quantity.LOSS;
    }

    private static String flat(StateChange change) {
        if (change.from() != TrainingState.DECLINING) {
            return "";
        }
        return isLoss(change)
                ? "flat again, at its best it was " + value(change, change.reference()) + ", "
                : "flat again, " + belowTheBest(change) + ", ";
    }

    private static String belowTheBest(StateChange change) {
        return percent(1 - change.level() / change.reference()) + " below its best level "
                + value(change, change.reference());
    }

    private static String saturatedAt(StateChange change) {
        String share = Double.isNaN(change.share()) ? "" : " = " + percent(change.share()) + " of the total entropy";
        String what = isLoss(change) ? "saturated at a loss of " : "saturated at ";
        return what + value(change, change.level()) + share;
    }

    private static String gain(StateChange change) {
        return percent(change.gain()) + " ± " + percent(change.halfWidth());
    }

    private static String level(StateChange change) {
        return value(change, change.level()) + " (± " + number(change.levelError()) + ")";
    }

    /** A loss has no unit, an entropy is in nats. */
    private static String value(StateChange change, double value) {
        return isLoss(change) ? number(value) : nats(value);
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
