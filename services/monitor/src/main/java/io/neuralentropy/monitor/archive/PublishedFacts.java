package io.neuralentropy.monitor.archive;

import io.neuralentropy.monitor.snapshot.PublishedRun;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of the records of every run, also of those that there is no memory to keep. Bounded in bytes all the same:
 * the runs that were not written for longest go first. Not thread-safe.
 */
final class PublishedFacts {
    /** Objects, references, the id, the application's. */
    private static final int FACT_BYTES = 250;

    private final long maxBytes;
    private final Map<String, PublishedRun> facts = new LinkedHashMap<>();
    private long bytes;

    PublishedFacts(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    PublishedRun get(String run) {
        return facts.getOrDefault(run, PublishedRun.NONE);
    }

    /** Takes what is now known of a run; returns whether that of others had to go. */
    boolean put(String run, PublishedRun fact) {
        remove(run);
        if (fact.equals(PublishedRun.NONE)) {
            return false;
        }
        facts.put(run, fact);
        bytes += bytesOf(run, fact);
        boolean isFull = bytes > maxBytes && facts.size() > 1;
        while (bytes > maxBytes && facts.size() > 1) {
            remove(facts.keySet().iterator().next());
        }
        return isFull;
    }

    private void remove(String run) {
        PublishedRun gone = facts.remove(run);
        if (gone != null) {
            bytes -= bytesOf(run, gone);
        }
    }

    private static long bytesOf(String run, PublishedRun fact) {
        return FACT_BYTES + run.length() + fact.application().length();
    }

    long bytes() {
        return bytes;
    }
}
