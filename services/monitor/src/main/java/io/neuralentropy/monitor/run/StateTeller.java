package io.neuralentropy.monitor.run;

import io.neuralentropy.events.RunFinished;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.StateNews;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Knows which changes of a run's state were told, and tells the others: each once.
 *
 * <p>It stores nothing. What is told and what is stored goes into one transaction, so that what a restored state holds was
 * told. Costs two comparisons where nothing changed.
 */
final class StateTeller {
    private final RunState run;
    private NavigableMap<Long, StateChange> told = new TreeMap<>();
    private int toldVersion;
    private RunFinished toldEnd;

    StateTeller(RunState run) {
        this.run = run;
    }

    /** Takes all that stands as told. */
    void restored() {
        told = standing();
        note();
    }

    private void note() {
        toldVersion = run.watch.log.version();
        toldEnd = run.end();
    }

    /**
     * What changed since the last call, in order.
     *
     * @param time of the event that was taken in between, trainer's clock
     */
    List<StateNews> news(long time) {
        if (toldVersion == run.watch.log.version() && toldEnd == run.end()) {
            return List.of();
        }
        NavigableMap<Long, StateChange> standing = standing();
        List<StateNews> news = new ArrayList<>();
        standing.forEach((place, change) -> {
            // what is told takes back all behind it: that has to be told again
            if (!news.isEmpty() || isNew(place, change)) {
                news.add(news(place, change));
            }
        });
        if (news.isEmpty() && last(told) > last(standing)) {
            news.add(news(last(standing), resumed(time)));
        }
        told = standing;
        note();
        return news;
    }

    private NavigableMap<Long, StateChange> standing() {
        NavigableMap<Long, StateChange> standing = run.watch.log.places();
        RunFinished end = run.end();
        if (end != null) {
            standing.put(last(standing) + 1, StandingView.change(run, end));
        }
        return standing;
    }

    private static long last(NavigableMap<Long, StateChange> changes) {
        return changes.isEmpty() ? 0 : changes.lastKey();
    }

    /** An end that is said again, by another rank or at another time, is the same end. */
    private boolean isNew(long place, StateChange change) {
        StateChange before = told.get(place);
        boolean sameEnd = before != null
                && before.cause() == Cause.RUN_FINISHED
                && change.cause() == Cause.RUN_FINISHED
                && before.from() == change.from()
                && before.to() == change.to();
        return !sameEnd && !change.equals(before);
    }

    private StateNews news(long place, StateChange change) {
        return new StateNews(
                run.run(),
                run.attempt(),
                place,
                change,
                run.watch.detector().capacity().nats());
    }

    private StateChange resumed(long time) {
        long step = Math.min(run.step(), run.frontier.newestFirst() - 1);
        TrainingState now = run.watch.detector().state();
        TrainingState before = told.lastEntry().getValue().to();
        double delta = run.watch.settings().delta();
        return StateChange.withoutNumbers(step, time, before, now, Cause.RESUMED, delta);
    }
}
