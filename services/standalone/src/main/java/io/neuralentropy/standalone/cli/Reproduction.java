package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.events.RunFinished.Status;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.reproduce.MonitorAnswer;
import io.neuralentropy.standalone.reproduce.ResultStore;
import io.neuralentropy.standalone.reproduce.RunPlan;
import io.neuralentropy.standalone.reproduce.RunResult;
import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.trainer.Training;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs of an experiment, one after the other, through a broker and a monitor in this process. What is said of them is what the
 * monitor answers. Checkpoints and the broker's data stay in the directory: killed at any time and started again, it goes on.
 * Not thread-safe.
 */
final class Reproduction {
    /** How long the monitor may be behind. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(100);
    /** A run that was begun must not leave the monitor before it is ended, however long nobody goes on with it. */
    private static final Duration FOR_GOOD = Duration.ofDays(3650);

    private final Console console;
    private final StopSignal stop;
    private final Path directory;
    private final ResultStore store;
    private final ComputeDevice device;
    private final ProgressBar bar;
    private long done;
    private long planned;

    /**
     * @param directory for the broker's data
     * @param device that trains
     */
    Reproduction(Console console, StopSignal stop, Path directory, ResultStore store, ComputeDevice device) {
        this.console = console;
        this.stop = stop;
        this.directory = directory;
        this.store = store;
        this.device = device;
        this.bar = new ProgressBar(console, "steps", System::nanoTime);
    }

    /** Runs those that have not ended yet, until a stop is asked for. */
    void run(List<RunPlan> plans) {
        List<RunPlan> left =
                plans.stream().filter(plan -> store.ended(plan).isEmpty()).toList();
        planned = left.stream().mapToLong(RunPlan::steps).sum();
        if (left.isEmpty()) {
            return;
        }
        Path data = directory.resolve("kafka");
        try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(BrokerSettings.LOOPBACK, 0, data));
                MonitorService monitor = MonitorService.start(settings(broker))) {
            String url = "http://127.0.0.1:" + monitor.httpPort() + "/";
            console.note("live page " + url + "; " + left.size() + " of " + plans.size() + " runs to go");
            MonitorClient client = new MonitorClient(url);
            for (RunPlan plan : left) {
                if (!stop.isRequested()) {
                    run(plan, client, broker.bootstrapServers());
                }
            }
        }
    }

    private static MonitorSettings settings(EmbeddedBroker broker) {
        return MonitorSettings.of(broker.bootstrapServers())
                .topology(TopologySettings.defaults().retain(FOR_GOOD, FOR_GOOD));
    }

    private void run(RunPlan plan, MonitorClient client, String bootstrapServers) {
        long steps;
        try (EventSink events = KafkaEmitter.open(EmitterSettings.to(bootstrapServers));
                Training training = Training.open(plan.options(), events, device)) {
            long begun = training.progress().step();
            planned -= begun;
            if (begun > 0) {
                console.note(plan.run() + " goes on after step " + begun);
            }
            train(plan, training, client);
            steps = training.progress().step();
        }
        if (stop.isRequested()) {
            return;
        }
        // the emitter has been closed: everything is on its way
        Optional<MonitorAnswer> end = await(client, plan.run(), answer -> answer.showsEnd(steps));
        if (end.isEmpty() && !stop.isRequested()) {
            throw new CliException("after " + Durations.text(PATIENCE.toSeconds())
                    + " the monitor does not show the end of " + plan.run() + ": see its log lines above");
        }
        end.ifPresent(answer -> {
            JsonNode curve = JsonText.parse(
                    client.get("/api/runs/" + plan.run() + "/curve").body());
            RunResult result = answer.result(plan, curve, store.stations(plan.run()));
            store.save(result);
            bar.clear();
            console.note(result.summary());
        });
    }

    /** Trains from station to station; at each the monitor is asked. */
    private void train(RunPlan plan, Training training, MonitorClient client) {
        Block block = new Block(System::nanoTime, stop::isRequested);
        boolean more = true;
        for (long station : plan.stations()) {
            long start = training.progress().step();
            long step = start;
            while (more && step < station && !stop.isRequested()) {
                more = block.advance(training, station - step);
                done += training.progress().step() - step;
                step = training.progress().step();
                bar.show(done, (double) done / planned);
            }
            if (step == station && !stop.isRequested()) {
                tell(plan, station, client);
            }
        }
        if (stop.isRequested()) {
            training.finish(Status.STOPPED, stop.reason());
        } else {
            // a run that was killed between its last step and its end
            training.advance(1);
        }
    }

    private void tell(RunPlan plan, long station, MonitorClient client) {
        Optional<MonitorAnswer> answer = await(client, plan.run(), candidate -> candidate.shows(station));
        answer.flatMap(found -> found.station(station))
                .ifPresentOrElse(
                        found -> store.save(plan.run(), found),
                        () -> console.note(plan.run() + ": the monitor shows no evaluation after step " + station));
    }

    /** Asks until the answer is as wanted; empty where a stop was asked for, or the time is over. */
    private Optional<MonitorAnswer> await(MonitorClient client, String run, Predicate<MonitorAnswer> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            MonitorAnswer answer = new MonitorAnswer(
                    JsonText.parse(client.get("/api/runs/" + run).body()));
            if (wanted.test(answer)) {
                return Optional.of(answer);
            }
        } while (!stop.await(LOOK) && System.nanoTime() < deadline);
        return Optional.empty();
    }
}
