package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Quantity;

/**
 * Looks at quantities of steps that are known already, before they are dropped: what says something else than what was accepted comes
 * from another process or another pass. If it is not finite, a process of this run has diverged, whoever was heard first.
 */
final class KnownQuantities {
    private final RunState run;

    KnownQuantities(RunState run) {
        this.run = run;
    }

    /** @param known what is about to be dropped of an event */
    void drop(Step known) {
        if (RunWatch.MUST_BE_FINITE.stream().anyMatch(quantity -> isNewsThatNotFinite(known, quantity))) {
            run.frontier.conflicting(known.span());
            run.frontier.notFiniteDropped(known.span());
            run.frontier.notFinite(known.origin().attempt(), known.origin().rank(), known.step());
            run.watch.notFinite(known);
        } else if (run.content.differs(known)) {
            run.frontier.conflicting(known.span());
        }
    }

    /** Where what was accepted is not remembered, it was finite if all that its bucket of the history holds is. */
    private boolean isNewsThatNotFinite(Step known, Quantity quantity) {
        if (!RunWatch.isNotFinite(known, quantity)) {
            return false;
        }
        return switch (run.content.compare(known, quantity)) {
            case THE_SAME -> false;
            case ANOTHER -> true;
            case UNKNOWN -> Double.isFinite(run.history.peek(known.step()).sum(quantity));
        };
    }
}
