package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.Training;
import io.neuralentropy.trainer.network.ComputeDevice;
import picocli.CommandLine.Option;

/** Where networks are computed. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = DeviceName.class,
            description = "Where the network is computed: cpu, gpu, or auto, the GPU where there is one (default:"
                    + " ${DEFAULT-VALUE}).")
    private ComputeDevice device;

    /** @throws io.neuralentropy.trainer.TrainingException where it is not there: before anything else is begun */
    ComputeDevice checked() {
        Training.check(device);
        return device;
    }

    /** Reads {@code auto}, {@code cpu} and {@code gpu}. */
    private static final class DeviceName extends EnumName<ComputeDevice> {
        private DeviceName() {
            super(ComputeDevice.class);
        }
    }
}
