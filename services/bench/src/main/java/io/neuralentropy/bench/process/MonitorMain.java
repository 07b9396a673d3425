package io.neuralentropy.bench.process;

import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A monitor in a process of its own, which can be killed. Says its port, then that it is ready, each on a line. */
public final class MonitorMain {
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private MonitorMain() {}

    /** @param arguments Kafka's address, the number of standbys, and the state directory unless it is in memory */
    public static void main(String[] arguments) throws InterruptedException {
        Resources resources = Resources.ofMebibytes(
                1,
                Integer.parseInt(arguments[1]),
                Resources.DEFAULT_STATE_MEBIBYTES,
                Resources.DEFAULT_ARCHIVE_MEBIBYTES);
        MonitorSettings settings = MonitorSettings.of(arguments[0]).resources(resources);
        if (arguments.length > 2) {
            settings = settings.stateDirectory(Path.of(arguments[2]));
        }
        MonitorService monitor = MonitorService.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(monitor::close, "stop"));
        System.out.println(monitor.httpPort());
        while (!monitor.isReady()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        System.out.println("ready");
        monitor.awaitStop();
    }
}
