package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineSetupTest {
    @Test
    void loadsPyTorchOnceAndStaysOffTheNetwork() {
        assertEquals("PyTorch", EngineSetup.engine().getEngineName());
        assertSame(EngineSetup.engine(), EngineSetup.engine());
        assertEquals("true", System.getProperty("ai.djl.offline"));
        assertEquals("1", System.getProperty("ai.djl.pytorch.num_threads"));
    }

    @Test
    void tellsGlibcToKeepFreedMemory() {
        assumeTrue(Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2")), "needs glibc on x86_64");

        assertTrue(GlibcMalloc.keepFreedMemory());
    }
}
