package io.neuralentropy.monitor;

/**
 * How much of the machine a monitor may take.
 *
 * @param threads that process events; more than partitions are idle
 * @param standbys copies of the state that other instances keep ready, so that runs move at once when one is lost
 * @param stateBytes memory of RocksDB in all: blocks read and writes not yet on disk
 * @param archiveBytes memory for runs that other instances own, or that have left
 */
public record Resources(int threads, int standbys, long stateBytes, long archiveBytes) {
    public static final int DEFAULT_STATE_MEBIBYTES = 64;
    public static final int DEFAULT_ARCHIVE_MEBIBYTES = 128;
    private static final int MEBIBYTE_SHIFT = 20;

    public Resources {
        require(threads >= 1, "there must be at least 1 thread: " + threads);
        require(standbys >= 0, "there cannot be less than 0 standbys: " + standbys);
        require(stateBytes >= 1 << MEBIBYTE_SHIFT, "the state's memory must be at least 1 MiB: " + stateBytes);
        require(archiveBytes >= 1 << MEBIBYTE_SHIFT, "the archive's memory must be at least 1 MiB: " + archiveBytes);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** One thread, no standbys, 64 MiB for RocksDB, 128 MiB for the archive. */
    public static Resources defaults() {
        return ofMebibytes(1, 0, DEFAULT_STATE_MEBIBYTES, DEFAULT_ARCHIVE_MEBIBYTES);
    }

    public static Resources ofMebibytes(int threads, int standbys, int state, int archive) {
        return new Resources(threads, standbys, (long) state << MEBIBYTE_SHIFT, (long) archive << MEBIBYTE_SHIFT);
    }
}
