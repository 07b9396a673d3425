package io.neuralentropy.monitor;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * What the JVM says of its memory.
 *
 * @param gcMillis time for which all threads have stood still for collections of garbage since the start
 * @param liveShare how much of its space the pool of long-lived objects held after its last collection; 0 before the first
 */
record MemoryReading(long gcMillis, double liveShare) {

    /** At this moment. */
    static MemoryReading now() {
        long millis = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(MemoryReading::stopsThreads)
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        double share = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(MemoryReading::isLongLived)
                .mapToDouble(MemoryReading::liveShare)
                .max()
                .orElse(0);
        return new MemoryReading(millis, share);
    }

    /** Collectors that work beside the program count the time of their cycles apart from that of their pauses. */
    private static boolean stopsThreads(GarbageCollectorMXBean collector) {
        return !collector.getName().endsWith("Cycles") && !collector.getName().endsWith("Concurrent GC");
    }

    /** G1, Serial, Parallel; others have but one pool. */
    private static boolean isLongLived(MemoryPoolMXBean pool) {
        String name = pool.getName();
        return pool.getType() == MemoryType.HEAP && !name.contains("Eden") && !name.contains("Survivor");
    }

    private static double liveShare(MemoryPoolMXBean pool) {
        MemoryUsage usage = pool.getCollectionUsage();
        return usage == null || usage.getMax() <= 0 ? 0 : (double) usage.getUsed() / usage.getMax();
    }
}
