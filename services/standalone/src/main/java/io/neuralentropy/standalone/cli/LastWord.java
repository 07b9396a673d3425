package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.emitter.EventSink;

/** Passes events on and remembers how the run ended. */
final class LastWord implements EventSink {
    private final EventSink next;
    private volatile RunFinished finished;

    LastWord(EventSink next) {
        this.next = next;
    }

    @Override
    public void emit(Event event) {
        if (event instanceof RunFinished) {
            finished = (RunFinished) event;
        }
        next.emit(event);
    }

    /** How the run ended; null while it has not. */
    RunFinished finished() {
        return finished;
    }

    @Override
    public Counts counts() {
        return next.counts();
    }

    @Override
    public void close() {
        next.close();
    }
}
