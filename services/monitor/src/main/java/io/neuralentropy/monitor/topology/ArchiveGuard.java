package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.snapshot.PublishedRun;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this application from replacing a run's record by one that knows less: one that another application wrote, or an
 * earlier life of this one whose state is gone, from events that are no longer there.
 */
final class ArchiveGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveGuard.class);

    private final PublishedRuns published;
    private final IntakeMeters meters;
    private final Set<String> kept = new HashSet<>();

    ArchiveGuard(PublishedRuns published, IntakeMeters meters) {
        this.published = published;
        this.meters = meters;
    }

    /** Whether it is known yet what would be replaced. */
    boolean isReady() {
        return published.isComplete();
    }

    /** Whether a run's record must stay as it is; counts it if so. */
    boolean keeps(RunSnapshot run) {
        PublishedRun there = published.published(run.run());
        if (!there.knowsMoreThan(run)) {
            return false;
        }
        meters.withheldRun();
        if (kept.add(run.run())) {
            LOG.info(
                    "Run {} stays archived as application '{}' wrote it, from {} steps; this monitor knows {} and replaces"
                            + " it when it knows as much",
                    run.run(),
                    there.application(),
                    there.steps(),
                    PublishedRun.steps(run.counts()));
        }
        return true;
    }

    /** Blocks of a run's curve that are in the topic, a bit each. */
    long curveBlocks(String run) {
        return published.published(run).curveBlocks();
    }

    void forget(String run) {
        kept.remove(run);
    }
}
