package io.neuralentropy.trainer.network;

import com.sun.jna.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells glibc to keep freed memory. By default it hands the tensors of each step back to the kernel and faults them in again
 * in the next: thousands of page faults, 3 to 5 ms a step. The same as the environment variables
 * {@code MALLOC_TRIM_THRESHOLD_} and {@code MALLOC_MMAP_THRESHOLD_}, without asking the user for them.
 */
final class GlibcMalloc {
    private static final Logger LOG = LoggerFactory.getLogger(GlibcMalloc.class);

    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;

    private GlibcMalloc() {}

    /** Whether both settings were taken; false where there is no glibc, which costs speed and nothing else. */
    static boolean keepFreedMemory() {
        try {
            return mallopt(TRIM_THRESHOLD, 1 << 30) && mallopt(MMAP_THRESHOLD, 1 << 25);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("No mallopt here: {}", e.toString());
            return false;
        }
    }

    private static boolean mallopt(int parameter, int value) {
        return Function.getFunction("c", "mallopt").invokeInt(new Object[] {parameter, value}) == 1;
    }
}
