package io.neuralentropy.monitor.web;

import java.util.Objects;

/** How the monitor is. Both questions are answered at once, from any thread, and never throw. */
public interface Health {
    /** False when only a restart can help. */
    boolean live();

    /** Whether events are being read, and if not, why. */
    Readiness ready();

    /**
     * The answer to {@link Health#ready()}.
     *
     * @param cause one line for a person; empty when ready
     */
    record Readiness(boolean ready, String cause) {
        public static final Readiness READY = new Readiness(true, "");

        public Readiness {
            Objects.requireNonNull(cause, "cause");
        }

        /** Not ready, and why. */
        public static Readiness because(String cause) {
            return new Readiness(false, cause);
        }
    }
}
