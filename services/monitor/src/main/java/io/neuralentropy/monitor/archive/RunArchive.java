package io.neuralentropy.monitor.archive;

import io.neuralentropy.monitor.json.RunRecord;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest record of each run. Summaries, which lists need, are kept ready; the rest is kept packed, about a third of its
 * size, and unpacked when asked for. Bounded in bytes: the runs that were not written for longest go first. Thread-safe.
 */
public final class RunArchive implements ArchivedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RunArchive.class);

    /** What an entry costs beside its bytes: objects, references, the id. */
    private static final int ENTRY_BYTES = 400;

    private final long maxBytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long bytes;
    private boolean hasForgotten;

    private record Entry(String run, byte[] summary, Packed value) implements Archived {
        @Override
        public byte[] full() {
            return RunRecord.full(value.unpack());
        }

        @Override
        public byte[] curve() {
            return RunRecord.curve(value.unpack());
        }

        long bytes() {
            return ENTRY_BYTES + summary.length + value.size();
        }
    }

    /** @param maxBytes bound of the memory that it takes, about */
    public RunArchive(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a newer record of a run.
     *
     * @throws IllegalArgumentException where it is none
     */
    void put(String run, byte[] value) {
        add(new Entry(run, RunRecord.summary(value), Packed.of(value)));
    }

    private synchronized void add(Entry entry) {
        remove(entry.run);
        entries.put(entry.run, entry);
        bytes += entry.bytes();
        while (bytes > maxBytes && entries.size() > 1) {
            remove(entries.keySet().iterator().next());
            warn();
        }
    }

    private void warn() {
        if (!hasForgotten) {
            hasForgotten = true;
            LOG.warn("More runs than fit: the API no longer answers for those that were not written for longest;"
                    + " give it more by --archive-memory");
        }
    }

    synchronized void remove(String run) {
        Entry gone = entries.remove(run);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }

    /** Memory that the records take, about. */
    synchronized long bytes() {
        return bytes;
    }

    @Override
    public synchronized List<Archived> all() {
        return entries.values().stream()
                .map(Archived.class::cast)
                .sorted(Comparator.comparing(Archived::run))
                .toList();
    }

    @Override
    public synchronized Optional<Archived> find(String run) {
        return Optional.ofNullable(entries.get(run));
    }
}
