package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The newest evaluation of each split, each a stored record; those of further splits are ignored. */
final class LatestEvaluations {
    private static final int MAX_SPLITS = 4;

    private final List<Evaluation> evaluations = new ArrayList<>();
    private final Frontier frontier;
    private final Consumer<RecordKey> changed;

    /** @param changed told of each stored record that an event changes */
    LatestEvaluations(Frontier frontier, Consumer<RecordKey> changed) {
        this.frontier = frontier;
        this.changed = changed;
    }

    List<Evaluation> all() {
        return List.copyOf(evaluations);
    }

    void accept(Evaluation evaluation) {
        for (int i = 0; i < evaluations.size(); i++) {
            Evaluation known = evaluations.get(i);
            if (known.split().equals(evaluation.split())) {
                if (isNewer(evaluation, known)) {
                    evaluations.set(i, evaluation);
                    changed.accept(RecordKey.evaluation(i));
                }
                return;
            }
        }
        if (evaluations.size() < MAX_SPLITS) {
            evaluations.add(evaluation);
            changed.accept(RecordKey.evaluation(evaluations.size() - 1));
        }
    }

    private boolean isNewer(Evaluation a, Evaluation b) {
        int byAttempt = Integer.compare(a.origin().attempt(), b.origin().attempt());
        int byLaunch = Boolean.compare(isTakenBack(b), isTakenBack(a));
        int byEither = byAttempt != 0 ? byAttempt : byLaunch;
        return byEither != 0 ? byEither > 0 : a.step() >= b.step();
    }

    private boolean isTakenBack(Evaluation evaluation) {
        return frontier.isTakenBack(evaluation.origin(), evaluation.step());
    }

    /** Puts one back; in order of their places. */
    void restore(List<Evaluation> stored) {
        evaluations.addAll(stored);
    }

    /** Memory that they take, bytes. */
    long heapBytes() {
        return evaluations.stream().mapToLong(DescriptionSize::of).sum();
    }
}
