package io.neuralentropy.monitor.run;

/** A stored run was written by a later version of the monitor. The message is one line and says what to do. */
public final class LayoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LayoutException(byte found, byte known) {
        super("stored state has layout " + found + ", this monitor reads up to " + known
                + ": run the version that wrote it, or give another application id");
    }
}
