package io.neuralentropy.monitor.streams;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all RocksDB stores of a monitor share: blocks read, and writes not yet on disk, which are charged to the
 * same cache. Without it every store of every partition takes its own tens of mebibytes. To be closed after the streams.
 */
public final class RocksMemory implements AutoCloseable {
    /** Setting of Kafka Streams under which the stores find it. */
    static final String SETTING = "neural.entropy.rocksdb.memory";

    /** RocksDB takes an eighth of it at once for each store: the default of 16 MiB would fill the cache with nothing. */
    private static final long WRITE_BUFFER_BYTES = 2L << 20;

    private static final double INDEX_SHARE = 0.1;

    private final Cache cache;
    private final WriteBufferManager writes;

    /** @param bytes in all; half of them at most for writes */
    public RocksMemory(long bytes) {
        RocksDB.loadLibrary();
        cache = new LRUCache(bytes, -1, false, INDEX_SHARE);
        writes = new WriteBufferManager(bytes / 2, cache);
    }

    /** Adds to the settings of Kafka Streams that its stores take their memory from here. */
    public void addTo(Map<String, Object> streamsConfig) {
        streamsConfig.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Setter.class);
        streamsConfig.put(SETTING, this);
    }

    /** Memory in use, bytes. */
    public long usedBytes() {
        return cache.getUsage();
    }

    /** Memory in use that cannot be had for anything else now, bytes: not that of blocks that are merely kept. */
    long pinnedBytes() {
        return cache.getPinnedUsage();
    }

    private void apply(Options options) {
        // Kafka Streams always uses this kind of table
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writes);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    }

    @Override
    public void close() {
        writes.close();
        cache.close();
    }

    /** Made by Kafka Streams, once for each store. */
    public static final class Setter implements RocksDBConfigSetter {
        @Override
        public void setConfig(String store, Options options, Map<String, Object> streamsConfig) {
            ((RocksMemory) streamsConfig.get(SETTING)).apply(options);
        }

        @Override
        public void close(String store, Options options) {
            // the memory is shared: its owner closes it
        }
    }
}
