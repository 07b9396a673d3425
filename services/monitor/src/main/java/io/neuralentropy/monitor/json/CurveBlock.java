package io.neuralentropy.monitor.json;

import io.neuralentropy.monitor.snapshot.Curve;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value of the topic of run curves: a part of a run's curve as one JSON object of columns. Block b holds the buckets whose
 * last step is from 2^b up to 2^(b+1) − 1, so that a run that goes on changes its last block and no other, and a late step
 * moves no bucket from one block to the next.
 */
public final class CurveBlock {
    /** Blocks of a curve at most: the number of a step has that many bits. */
    public static final int MOST = 64;

    private static final String SCHEMA = "schema";
    private static final int VERSION = 1;

    private CurveBlock() {}

    /** The number of the block that holds a bucket with that last step. */
    private static int of(long last) {
        return MOST - 1 - Long.numberOfLeadingZeros(Math.max(1, last));
    }

    /** A curve's blocks by their numbers; those without buckets are left out. */
    public static SortedMap<Integer, byte[]> of(String run, Curve curve) {
        CurveTable table = CurveTable.of(run, curve);
        SortedMap<Integer, byte[]> blocks = new TreeMap<>();
        int from = 0;
        while (from < curve.size()) {
            int block = of(curve.last(from));
            int to = from + 1;
            while (to < curve.size() && of(curve.last(to)) == block) {
                to++;
            }
            blocks.put(block, json(table.rows(from, to), run));
            from = to;
        }
        return blocks;
    }

    private static byte[] json(CurveTable rows, String run) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField(SCHEMA, VERSION);
            json.writeStringField("run", run);
            rows.writeColumns(json);
            json.writeEndObject();
        });
    }

    /** @throws IllegalArgumentException where a value is no block of that run that this version can read */
    public static void check(String run, byte[] value) {
        try {
            double version = RunJson.number(value, SCHEMA);
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a block of a curve in version " + version + ", this monitor reads " + VERSION);
            }
            CurveTable table = CurveTable.read(value);
            if (!table.run().equals(run) || !table.isEven()) {
                throw new IllegalArgumentException("no block of the curve of the run that its key names");
            }
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("no JSON in a record of run curves", e);
        }
    }

    /** The curve, as the API gives it, of all its blocks in their order. */
    public static byte[] join(String run, Collection<byte[]> blocks) {
        return CurveTable.joined(run, blocks.stream().map(CurveTable::read).toList())
                .json();
    }
}
