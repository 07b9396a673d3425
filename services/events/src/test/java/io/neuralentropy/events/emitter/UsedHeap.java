package io.neuralentropy.events.emitter;

import java.lang.ref.WeakReference;

/** Heap that is still reachable. */
final class UsedHeap {
    private UsedHeap() {}

    static long bytes() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        Await.until("garbage is collected", () -> {
            System.gc();
            return garbage.get() == null;
        });
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
