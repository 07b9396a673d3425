package io.neuralentropy.standalone.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C (SIGINT), SIGTERM and SIGHUP as a request that a command can hear and answer in its own time.
 *
 * <p>A JVM's shutdown hooks would do for cleaning up, but they cannot choose the exit code, and files to be deleted on
 * exit stay when they halt. Java has no supported name for signals; the one used here is what Kafka uses too, by
 * reflection. Where it is missing signals end the process as usual.
 */
public final class StopSignal {
    /** A command that was asked to stop must have ended after this, or is ended. */
    static final Duration GRACE = Duration.ofSeconds(40);

    private static final int SIGNAL_BASE = 128;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final boolean ofTheProcess;
    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicInteger number = new AtomicInteger();

    private StopSignal(boolean ofTheProcess) {
        this.ofTheProcess = ofTheProcess;
    }

    /** Hears the signals that this process gets. */
    public static StopSignal ofTheProcess() {
        return new StopSignal(true);
    }

    /** Hears {@link #request} only. */
    static StopSignal deaf() {
        return new StopSignal(false);
    }

    /** From now on signals are requests; a second one ends the process at once. */
    void listen() {
        if (ofTheProcess) {
            handle("INT");
            handle("TERM");
            handle("HUP");
        }
    }

    /** Whether a stop was asked for. */
    boolean isRequested() {
        return number.get() != 0;
    }

    /** 128 + the signal's number, as shells report it: 130 for Ctrl-C, 143 for SIGTERM. */
    int exitCode() {
        return SIGNAL_BASE + number.get();
    }

    /** What asked for the stop, for the records. */
    String reason() {
        switch (number.get()) {
            case SIGINT:
                return "stopped by Ctrl-C";
            case SIGTERM:
                return "stopped by SIGTERM";
            default:
                return "stopped by signal " + number.get();
        }
    }

    /** Waits until a stop is asked for; true then, false when the time is over before. */
    boolean await(Duration time) {
        try {
            return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until a stop is asked for. */
    void await() {
        while (!await(Duration.ofDays(1))) {
            // days pass
        }
    }

    /** Asks for a stop, as the signal of this number does. */
    void request(int signal) {
        if (!number.compareAndSet(0, signal)) {
            Runtime.getRuntime().halt(SIGNAL_BASE + signal);
        }
        requested.countDown();
        if (ofTheProcess) {
            watch();
        }
    }

    private static void watch() {
        Thread watchdog = new Thread(StopSignal::endAfterGrace, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static void endAfterGrace() {
        try {
            Thread.sleep(GRACE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println(
                "neural-entropy: did not end within " + GRACE.toSeconds() + " s of being asked to; ending now");
        Runtime.getRuntime().halt(1);
    }

    private void handle(String name) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, this::answer);
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException notHere) {
            // signals end the process without a word, as they do in any program that does not listen
        }
    }

    private Object answer(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        switch (method.getName()) {
            case "handle":
                Object signal = arguments[0];
                request((int) signal.getClass().getMethod("getNumber").invoke(signal));
                return null;
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            default:
                return "StopSignal";
        }
    }
}
