package io.neuralentropy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
    @Test
    void cpuIsTheCpuWhateverElseThereIs() {
        try (NDManager manager = EngineSetup.newManager(ComputeDevice.CPU)) {
            assertEquals(Device.cpu(), manager.getDevice());
            assertEquals(Device.cpu(), manager.create(1f).getDevice());
        }
    }

    @Test
    void autoIsTheEnginesDefault() {
        try (NDManager manager = EngineSetup.newManager(ComputeDevice.AUTO);
                NDManager usual = EngineSetup.engine().newBaseManager()) {
            assertEquals(usual.getDevice(), manager.getDevice());
        }
        assertDoesNotThrow(ComputeDevice.AUTO::check);
    }

    @Test
    void gpuIsAGpuOrIsRefusedInOneLine() {
        if (EngineSetup.engine().defaultDevice().isGpu()) {
            try (NDManager manager = EngineSetup.newManager(ComputeDevice.GPU)) {
                assertTrue(manager.getDevice().isGpu());
            }
            return;
        }
        assertThrows(EngineUnavailableException.class, () -> EngineSetup.newManager(ComputeDevice.GPU));
        String message = assertThrows(EngineUnavailableException.class, ComputeDevice.GPU::check)
                .getMessage();
        assertTrue(message.contains("docs/gpu.md"), message);
        assertFalse(message.contains("\n"), message);
    }
}
