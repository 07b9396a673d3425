package io.neuralentropy.monitor.archive;

import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.json.CurveBlock;
import io.neuralentropy.monitor.json.CurveKey;
import io.neuralentropy.monitor.json.RunRecord;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.PublishedRun;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest records of each run. Summaries, which lists need, are kept ready; the rest is kept packed, about a third of its
 * size, and unpacked when asked for. Bounded in bytes: the runs that were not written for longest go first, yet what
 * {@link PublishedRuns} asks is known of them too. Thread-safe.
 */
public final class RunArchive implements ArchivedRuns, PublishedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RunArchive.class);

    private final long maxBytes;
    private final Map<String, ArchivedRun> entries = new LinkedHashMap<>();
    private final PublishedFacts facts;
    private volatile boolean isComplete;
    private long bytes;
    private boolean hasForgotten;
    private boolean hasForgottenFacts;

    /** @param maxBytes bound of the memory that it takes, about */
    public RunArchive(long maxBytes) {
        this.maxBytes = maxBytes;
        this.facts = new PublishedFacts(maxBytes / 2);
    }

    /**
     * Takes a record of the topic of run metrics.
     *
     * @param value null where the run is taken back
     * @throws IllegalArgumentException where it is none
     */
    public void takeRun(byte[] key, byte[] value) {
        String run = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        if (!Origin.isRunId(run)) {
            throw new IllegalArgumentException("no run's id as the key of a record of run metrics");
        }
        if (value == null) {
            removeRun(run);
        } else {
            putRun(run, value, RunRecord.published(run, value));
        }
    }

    private synchronized void removeRun(String run) {
        know(run, PublishedRun.NONE.curveBlocks(facts.get(run).curveBlocks()));
        put(entry(run).withoutRecord());
    }

    private synchronized void putRun(String run, byte[] value, PublishedRun fact) {
        ArchivedRun entry = entry(run).withRecord(value);
        know(run, fact.curveBlocks(facts.get(run).curveBlocks()));
        put(entry);
    }

    /**
     * Takes a record of the topic of run curves.
     *
     * @param value null where the block is taken back
     * @throws IllegalArgumentException where it is none
     */
    public void takeBlock(byte[] key, byte[] value) {
        CurveKey block = CurveKey.read(key);
        if (value == null) {
            removeBlock(block);
        } else {
            CurveBlock.check(block.run(), value);
            putBlock(block, value);
        }
    }

    private synchronized void removeBlock(CurveKey key) {
        PublishedRun fact = facts.get(key.run());
        know(key.run(), fact.curveBlocks(fact.curveBlocks() & ~(1L << key.block())));
        put(entry(key.run()).withoutBlock(key.block()));
    }

    private synchronized void putBlock(CurveKey key, byte[] value) {
        PublishedRun fact = facts.get(key.run());
        know(key.run(), fact.curveBlocks(fact.curveBlocks() | 1L << key.block()));
        put(entry(key.run()).withBlock(key.block(), value));
    }

    private ArchivedRun entry(String run) {
        ArchivedRun entry = entries.get(run);
        return entry == null ? ArchivedRun.empty(run) : entry;
    }

    private void put(ArchivedRun entry) {
        remove(entry.run());
        if (!entry.isEmpty()) {
            entries.put(entry.run(), entry);
            bytes += entry.bytes();
        }
        while (bytes + facts.bytes() > maxBytes && entries.size() > 1) {
            remove(entries.keySet().iterator().next());
            warn();
        }
    }

    private void remove(String run) {
        ArchivedRun gone = entries.remove(run);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }

    private void know(String run, PublishedRun fact) {
        boolean isFull = facts.put(run, fact);
        if (isFull && !hasForgottenFacts) {
            hasForgottenFacts = true;
            LOG.warn(
                    "More runs than can be remembered: the archived record of one that was not written for longest may be"
                            + " replaced by one that knows less; give it more by --archive-memory");
        }
    }

    private void warn() {
        if (!hasForgotten) {
            hasForgotten = true;
            LOG.warn("More runs than fit: the API no longer answers for those that were not written for longest;"
                    + " give it more by --archive-memory");
        }
    }

    /** Notes that all has been read that was there at the start. */
    void complete() {
        isComplete = true;
    }

    @Override
    public boolean isComplete() {
        return isComplete;
    }

    @Override
    public synchronized PublishedRun published(String run) {
        return facts.get(run);
    }

    /** Memory that the records take, about. */
    synchronized long bytes() {
        return bytes + facts.bytes();
    }

    @Override
    public synchronized List<Archived> all() {
        return entries.values().stream()
                .filter(ArchivedRun::isWhole)
                .map(Archived.class::cast)
                .sorted(Comparator.comparing(Archived::run))
                .toList();
    }

    @Override
    public synchronized Optional<Archived> find(String run) {
        return Optional.<Archived>ofNullable(entries.get(run)).filter(found -> ((ArchivedRun) found).isWhole());
    }
}
