package io.neuralentropy.trainer;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.emitter.EventSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all events, in order. */
final class RecordingSink implements EventSink {
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void emit(Event event) {
        events.add(event);
    }

    List<Event> events() {
        return events;
    }

    /** Those of one type, in order. */
    <E extends Event> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The one of its type. */
    <E extends Event> E only(Class<E> type) {
        List<E> all = all(type);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " events of " + type.getSimpleName() + " instead of one");
        }
        return all.get(0);
    }

    @Override
    public Counts counts() {
        return new Counts(events.size(), events.size(), 0);
    }

    @Override
    public void close() {}
}
