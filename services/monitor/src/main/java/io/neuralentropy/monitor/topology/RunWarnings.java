package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.codec.IgnoredField;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.snapshot.Warning;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells runs, and the log once per run and code, what is wrong with their events. Never makes a run of what is no event. */
final class RunWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(RunWarnings.class);

    private final RunStates states;
    private final RunLedger ledger;
    private final RunPublisher publisher;

    RunWarnings(RunStates states, RunLedger ledger, RunPublisher publisher) {
        this.states = states;
        this.ledger = ledger;
        this.publisher = publisher;
    }

    /** Fields of an accepted event were ignored; the caller saves the run. */
    void ignored(RunState run, List<IgnoredField> fields) {
        for (IgnoredField field : fields) {
            run.warn(
                    Warning.Code.UNKNOWN_FIELDS,
                    "field " + field.name() + " is not known and was ignored; did you mean " + field.meant() + "?",
                    run.step());
        }
    }

    /** An event of a run of this partition, as far as can be read, was refused. It says nothing of whether the run is silent. */
    void refused(String id, String reason, String detail, long arrival) {
        RunState run = ledger.isKept(id) ? states.find(id) : null;
        if (run != null) {
            String text = "events of this run were refused, the latest for " + reason + ": " + detail + ".";
            run.warn(Warning.Code.REFUSED_EVENTS, text, run.step());
            run.save();
            log(run);
            ledger.heard(id, ledger.lastHeard(id));
            publisher.changed(id, arrival);
        }
    }

    /** Puts what is new of an event's run into the log. */
    void log(RunState run) {
        for (Warning warning : run.drainWarnings()) {
            LOG.warn("Run {}: {}", run.run(), warning.text());
        }
    }
}
