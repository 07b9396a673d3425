package io.neuralentropy.trainer.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.util.Utils;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads DJL's PyTorch engine the way a training loop wants it. Nothing else in the product touches DJL before
 * {@link #engine()} was called, because some settings are read once, when the natives load.
 *
 * <ul>
 *   <li>{@code ai.djl.offline=true}: never the network at run time; the natives come from the class path (unpacked once to
 *       {@code ~/.djl.ai} or {@code DJL_CACHE_DIR}) or from a PyTorch 2.7.1 library folder, for CUDA too:
 *       {@code PYTORCH_LIBRARY_PATH}, {@code PYTORCH_VERSION}, {@code PYTORCH_FLAVOR}.
 *   <li>{@code ai.djl.pytorch.num_threads=1}: the loop is parallel in Java, one libtorch thread per Java thread. Two OpenMP
 *       threads that share two cores with anything else collapse to a tenth of their speed: they spin for each other.
 *   <li>{@code OPT_OUT_TRACKING=true}: no telemetry.
 *   <li>glibc keeps freed tensors ({@link GlibcMalloc}).
 * </ul>
 *
 * What is set by the user ({@code -Dai.djl.pytorch.num_threads=4}) is left as it is.
 */
public final class EngineSetup {
    private EngineSetup() {}

    /**
     * The engine; loads it on the first call (seconds, when the natives are unpacked).
     *
     * @throws EngineUnavailableException when the native library cannot be loaded; the message is one line, for a user
     */
    public static Engine engine() {
        return Holder.engine();
    }

    /**
     * A manager of arrays on a device; loads the engine.
     *
     * @throws EngineUnavailableException when there is no such device; the message is one line, for a user
     */
    public static NDManager newManager(ComputeDevice device) {
        return engine().newBaseManager(on(device));
    }

    static void check(ComputeDevice device) {
        on(device);
    }

    private static Device on(ComputeDevice device) {
        Device usual = engine().defaultDevice();
        if (device == ComputeDevice.GPU && !usual.isGpu()) {
            throw new EngineUnavailableException("device gpu: PyTorch's native library finds no GPU: set it up as"
                    + " docs/gpu.md says, or use --device cpu");
        }
        return device == ComputeDevice.CPU ? Device.cpu() : usual;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Loads once; a failure is told again on each call. */
    private static final class Holder {
        private static final Engine ENGINE;
        private static final String FAILURE;

        static {
            setUnlessSet("ai.djl.offline", "true");
            setUnlessSet("ai.djl.pytorch.num_threads", "1");
            setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
            setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
            setUnlessSet("OPT_OUT_TRACKING", "true");
            GlibcMalloc.keepFreedMemory();
            Engine engine = null;
            String failure = missingFolder();
            try {
                engine = failure == null ? Engine.getEngine(PtEngine.ENGINE_NAME) : null;
            } catch (EngineException | LinkageError e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failure = "PyTorch's native library cannot be loaded (" + cause.getMessage() + "): this needs Linux on"
                        + " x86_64 and a writable DJL_CACHE_DIR, or PYTORCH_LIBRARY_PATH with PyTorch 2.7.1";
            }
            ENGINE = engine;
            FAILURE = failure;
        }

        /** DJL would quietly take the CPU's natives instead of those asked for. */
        private static String missingFolder() {
            String folder = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
            return folder == null || Files.isDirectory(Path.of(folder))
                    ? null
                    : "PYTORCH_LIBRARY_PATH is not a folder: " + folder;
        }

        static Engine engine() {
            if (ENGINE == null) {
                throw new EngineUnavailableException(FAILURE);
            }
            return ENGINE;
        }
    }
}
