package io.neuralentropy.monitor.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorRegistryTest {
    private final List<RunSnapshot> runs = new ArrayList<>();
    private final List<GroupSnapshot> groups = new ArrayList<>();
    private final MonitorRegistry registry = new MonitorRegistry(
            new Snapshots() {
                @Override
                public List<RunSnapshot> all() {
                    return runs;
                }

                @Override
                public Optional<RunSnapshot> find(String run) {
                    return Optional.empty();
                }
            },
            () -> groups,
            2);

    @AfterEach
    void close() {
        registry.close();
    }

    private String scrape() {
        return new String(registry.scrape(MonitorRegistry.TEXT), UTF_8);
    }

    /** The lines of the runs: without the monitor's own meters and its JVM's. */
    private String scrapeOfRuns() {
        return scrape().lines()
                .filter(line -> line.contains("neural_entropy_") && !line.contains("neural_entropy_monitor_"))
                .collect(Collectors.joining("\n"));
    }

    private static RunSnapshot small() {
        RunState state = new RunState("vp-1");
        state.accept(RunStarted.of(new Origin("vp-1", 0, 0, 0))
                .name("a \"quoted\"\nname")
                .group("demo")
                .model("mlp")
                .parameters(1000)
                .objective("entropy-matching")
                .process(new RunStarted.Process("vp", null))
                .dataset(new RunStarted.Dataset("gaussian", 8192))
                .dimension(3)
                .plannedSteps(100)
                .totalEntropy(new EntropyEstimate(8, 0, "analytic"))
                .profile("diffusion-time", new double[] {0, 0.5, 1})
                .build());
        state.accept(Step.of(new Origin("vp-1", 0, 0, 5000), 1)
                .samples(32)
                .loss(0.5)
                .neuralEntropy(new Moments(4, 16, 16))
                .learnedEntropy(new Moments(2, 4, 16))
                .profile(new Profile(new long[] {1, 1}, new double[] {6, 2}, new double[] {1, 3}))
                .learningRate(1e-4)
                .gradientNorm(0.25)
                .seconds(0.5)
                .build());
        state.accept(heldOut(1, new Moments(1.5, 36, 25)));
        return Snapshooter.of(state);
    }

    private static Evaluation heldOut(long step, Moments learned) {
        Origin origin = new Origin("vp-1", 0, 0, 5000);
        return Evaluation.of(origin, step, "held-out")
                .learnedEntropy(learned)
                .loss(0.625)
                .build();
    }

    @Test
    void groupsGiveExactlyThisText() {
        groups.add(new GroupSnapshot(
                "big",
                List.of(new GroupRun("a", 0, 1, 10, new Estimate(4, 1), new Estimate(2, 1))),
                new StorageLaw(new Estimate(2, 0.5), new Estimate(-1, 0.25), 3),
                new StorageLaw(new Estimate(1, Double.NaN), new Estimate(0.5, Double.NaN), 2)));
        groups.add(new GroupSnapshot("small", List.of(), StorageLaw.unknown(0), StorageLaw.unknown(0)));
        assertEquals("""
                # HELP neural_entropy_group_law_intercept_nats Intercept a of the storage law of S_NN.
                # TYPE neural_entropy_group_law_intercept_nats gauge
                neural_entropy_group_law_intercept_nats{group="big"} -1.0
                # HELP neural_entropy_group_law_intercept_stderr_nats Standard error of neural_entropy_group_law_intercept_nats.
                # TYPE neural_entropy_group_law_intercept_stderr_nats gauge
                neural_entropy_group_law_intercept_stderr_nats{group="big"} 0.25
                # HELP neural_entropy_group_law_learned_intercept_nats Intercept of the storage law of S_lin.
                # TYPE neural_entropy_group_law_learned_intercept_nats gauge
                neural_entropy_group_law_learned_intercept_nats{group="big"} 0.5
                # HELP neural_entropy_group_law_learned_slope_nats Slope of the storage law of S_lin, per e-fold of N.
                # TYPE neural_entropy_group_law_learned_slope_nats gauge
                neural_entropy_group_law_learned_slope_nats{group="big"} 1.0
                # HELP neural_entropy_group_law_slope_nats Slope b of the storage law S_NN = a + b ln N over the runs of a group, per e-fold of N.
                # TYPE neural_entropy_group_law_slope_nats gauge
                neural_entropy_group_law_slope_nats{group="big"} 2.0
                # HELP neural_entropy_group_law_slope_stderr_nats Standard error of neural_entropy_group_law_slope_nats.
                # TYPE neural_entropy_group_law_slope_stderr_nats gauge
                neural_entropy_group_law_slope_stderr_nats{group="big"} 0.5
                # HELP neural_entropy_group_runs Runs of the group of which N and an entropy are known.
                # TYPE neural_entropy_group_runs gauge
                neural_entropy_group_runs{group="big"} 1.0
                neural_entropy_group_runs{group="small"} 0.0""", scrapeOfRuns());
        groups.clear();
        assertEquals("", scrapeOfRuns(), "series leave with the group");
    }

    @Test
    void aSmallRunGivesExactlyThisText() {
        runs.add(small());
        assertEquals("""
                # HELP neural_entropy_bits_per_parameter S_NN / (parameters ln 2).
                # TYPE neural_entropy_bits_per_parameter gauge
                neural_entropy_bits_per_parameter{group="demo",run="vp-1"} 0.005770780163555854
                # HELP neural_entropy_dataset_samples Data points N of the data set, where stated.
                # TYPE neural_entropy_dataset_samples gauge
                neural_entropy_dataset_samples{group="demo",run="vp-1"} 8192.0
                # HELP neural_entropy_diverged_ranks Ranks whose newest numbers are not finite while those of another are, or whose loss is far above the others'.
                # TYPE neural_entropy_diverged_ranks gauge
                neural_entropy_diverged_ranks{group="demo",run="vp-1"} 0.0
                # HELP neural_entropy_encoding_efficiency_ratio Encoding efficiency S_NN / S_tot.
                # TYPE neural_entropy_encoding_efficiency_ratio gauge
                neural_entropy_encoding_efficiency_ratio{group="demo",run="vp-1"} 0.5
                # HELP neural_entropy_encoding_efficiency_stderr_ratio Standard error of neural_entropy_encoding_efficiency_ratio.
                # TYPE neural_entropy_encoding_efficiency_stderr_ratio gauge
                neural_entropy_encoding_efficiency_stderr_ratio{group="demo",run="vp-1"} 0.125
                # HELP neural_entropy_eta_seconds Time to the planned end at the present pace.
                # TYPE neural_entropy_eta_seconds gauge
                neural_entropy_eta_seconds{group="demo",run="vp-1"} 49.5
                # HELP neural_entropy_gap_nats Information gap S_tot - S_lin: what is left to learn.
                # TYPE neural_entropy_gap_nats gauge
                neural_entropy_gap_nats{group="demo",run="vp-1"} 6.0
                # HELP neural_entropy_gradient_norm Norm of the gradient, mean over the window.
                # TYPE neural_entropy_gradient_norm gauge
                neural_entropy_gradient_norm{group="demo",run="vp-1"} 0.25
                # HELP neural_entropy_held_out_gap_nats S_lin of the 1,024 steps up to the newest evaluation on held-out points - S_lin of those: memorising where above 0.
                # TYPE neural_entropy_held_out_gap_nats gauge
                neural_entropy_held_out_gap_nats{group="demo",run="vp-1"} 0.5
                # HELP neural_entropy_held_out_gap_stderr_nats Standard error of neural_entropy_held_out_gap_nats.
                # TYPE neural_entropy_held_out_gap_stderr_nats gauge
                neural_entropy_held_out_gap_stderr_nats{group="demo",run="vp-1"} 1.3
                # HELP neural_entropy_held_out_learned_nats Learned entropy S_lin of the newest evaluation on held-out points.
                # TYPE neural_entropy_held_out_learned_nats gauge
                neural_entropy_held_out_learned_nats{group="demo",run="vp-1"} 1.5
                # HELP neural_entropy_held_out_learned_stderr_nats Standard error of neural_entropy_held_out_learned_nats.
                # TYPE neural_entropy_held_out_learned_stderr_nats gauge
                neural_entropy_held_out_learned_stderr_nats{group="demo",run="vp-1"} 1.2
                # HELP neural_entropy_held_out_loss Loss of the newest evaluation on held-out points.
                # TYPE neural_entropy_held_out_loss gauge
                neural_entropy_held_out_loss{group="demo",run="vp-1"} 0.625
                # HELP neural_entropy_last_event_timestamp_seconds Trainer's clock at the latest event, since the epoch.
                # TYPE neural_entropy_last_event_timestamp_seconds gauge
                neural_entropy_last_event_timestamp_seconds{group="demo",run="vp-1"} 5.0
                # HELP neural_entropy_learned_nats Learned entropy S_lin: what the network stores rightly, mean over the window.
                # TYPE neural_entropy_learned_nats gauge
                neural_entropy_learned_nats{group="demo",run="vp-1"} 2.0
                # HELP neural_entropy_learned_ratio Learned ratio S_lin / S_tot, at most 1 in expectation.
                # TYPE neural_entropy_learned_ratio gauge
                neural_entropy_learned_ratio{group="demo",run="vp-1"} 0.25
                # HELP neural_entropy_learned_stderr_nats Standard error of neural_entropy_learned_nats.
                # TYPE neural_entropy_learned_stderr_nats gauge
                neural_entropy_learned_stderr_nats{group="demo",run="vp-1"} 0.5
                # HELP neural_entropy_learning_rate Learning rate of the newest step.
                # TYPE neural_entropy_learning_rate gauge
                neural_entropy_learning_rate{group="demo",run="vp-1"} 1.0E-4
                # HELP neural_entropy_loss Training loss, mean over the window.
                # TYPE neural_entropy_loss gauge
                neural_entropy_loss{group="demo",run="vp-1"} 0.5
                # HELP neural_entropy_missing_steps Steps not seen although a higher step of the same rank was.
                # TYPE neural_entropy_missing_steps gauge
                neural_entropy_missing_steps{group="demo",run="vp-1"} 0.0
                # HELP neural_entropy_nats Neural entropy S_NN: what the network stores, mean over the window.
                # TYPE neural_entropy_nats gauge
                neural_entropy_nats{group="demo",run="vp-1"} 4.0
                # HELP neural_entropy_output_scale_ratio (S_NN + S_lin) / (2 S_NN): 1 ideal, above 1 outputs too small, below 1 too large or memorising.
                # TYPE neural_entropy_output_scale_ratio gauge
                neural_entropy_output_scale_ratio{group="demo",run="vp-1"} 0.75
                # HELP neural_entropy_planned_steps Steps that the run is to have.
                # TYPE neural_entropy_planned_steps gauge
                neural_entropy_planned_steps{group="demo",run="vp-1"} 100.0
                # HELP neural_entropy_profile_nats Neural entropy produced in a bin of diffusion time, over the window; the bins add up to S_NN.
                # TYPE neural_entropy_profile_nats gauge
                neural_entropy_profile_nats{bin="000",group="demo",run="vp-1"} 3.0
                neural_entropy_profile_nats{bin="001",group="demo",run="vp-1"} 1.0
                # HELP neural_entropy_ranks Ranks of the latest attempt.
                # TYPE neural_entropy_ranks gauge
                neural_entropy_ranks{group="demo",run="vp-1"} 1.0
                # HELP neural_entropy_run_info What the run is; value 1.
                # TYPE neural_entropy_run_info gauge
                neural_entropy_run_info{attempt="0",dataset="gaussian",dimension="3",followed="neuralEntropy",group="demo",model="mlp",name="a \\"quoted\\"\\nname",objective="entropy-matching",parameters="1000",process="vp",run="vp-1"} 1
                # HELP neural_entropy_run_silent_seconds Seconds since the run's latest event was heard, once they are too many; 0 before.
                # TYPE neural_entropy_run_silent_seconds gauge
                neural_entropy_run_silent_seconds{group="demo",run="vp-1"} 0.0
                # HELP neural_entropy_run_state 1 for the state that the run is in, and for stalled beside it while the run is silent; 0 for the others.
                # TYPE neural_entropy_run_state gauge
                neural_entropy_run_state{group="demo",run="vp-1",state="absorbing"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="declining"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="diverged"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="failed"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="finished"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="saturated"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="stalled"} 0.0
                neural_entropy_run_state{group="demo",run="vp-1",state="warming-up"} 1.0
                # HELP neural_entropy_run_warnings Kinds of mistakes in what the run sends: the page and the API name them.
                # TYPE neural_entropy_run_warnings gauge
                neural_entropy_run_warnings{group="demo",run="vp-1"} 1.0
                # HELP neural_entropy_samples_per_second Data points per second over the window.
                # TYPE neural_entropy_samples_per_second gauge
                neural_entropy_samples_per_second{group="demo",run="vp-1"} 64.0
                # HELP neural_entropy_silent_ranks Ranks that lag behind the farthest one by more than rank-steps.
                # TYPE neural_entropy_silent_ranks gauge
                neural_entropy_silent_ranks{group="demo",run="vp-1"} 0.0
                # HELP neural_entropy_stderr_nats Standard error of neural_entropy_nats.
                # TYPE neural_entropy_stderr_nats gauge
                neural_entropy_stderr_nats{group="demo",run="vp-1"} 1.0
                # HELP neural_entropy_step Highest accepted step.
                # TYPE neural_entropy_step gauge
                neural_entropy_step{group="demo",run="vp-1"} 1.0
                # HELP neural_entropy_steps_per_second Optimizer steps per second over the window.
                # TYPE neural_entropy_steps_per_second gauge
                neural_entropy_steps_per_second{group="demo",run="vp-1"} 2.0
                # HELP neural_entropy_total_nats Total entropy S_tot of the forward diffusion, where known.
                # TYPE neural_entropy_total_nats gauge
                neural_entropy_total_nats{group="demo",run="vp-1"} 8.0""", scrapeOfRuns());
    }

    @Test
    void whatIsUnknownIsAbsent() {
        RunState state = new RunState("bare");
        state.accept(Step.of(new Origin("bare", 0, 0, 0), 1).loss(Double.NaN).build());
        runs.add(Snapshooter.of(state));
        assertFalse(scrapeOfRuns().contains("NaN"), scrapeOfRuns());
        assertFalse(scrapeOfRuns().contains("neural_entropy_loss"));
        assertTrue(scrapeOfRuns().contains("neural_entropy_step{group=\"\",run=\"bare\"} 1.0"));
    }

    /** The states whose series are 1. */
    private List<String> statesAt1() {
        return Pattern.compile("neural_entropy_run_state\\{.*state=\"([a-z-]+)\"} 1\\.0")
                .matcher(scrapeOfRuns())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private Optional<String> silentSeconds() {
        return scrapeOfRuns()
                .lines()
                .filter(line -> line.startsWith("neural_entropy_run_silent_seconds{"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst();
    }

    @Test
    void silenceIsASecondFactBesideTheState() {
        RunState state = new RunState("r");
        state.accept(Step.of(new Origin("r", 0, 0, 0), 1).loss(Double.NaN).build());
        runs.add(Snapshooter.of(state));
        assertEquals(List.of("diverged"), statesAt1());
        assertEquals(Optional.of("0.0"), silentSeconds(), "heard in time");
        runs.set(0, runs.get(0).silentFor(300.5));
        assertEquals(List.of("diverged", "stalled"), statesAt1());
        assertEquals(Optional.of("300.5"), silentSeconds());
        state.accept(new RunFinished(new Origin("r", 0, 0, 1), RunFinished.Status.FAILED, null, 1));
        runs.set(0, Snapshooter.of(state));
        assertEquals(List.of("failed"), statesAt1());
        assertEquals(Optional.empty(), silentSeconds(), "who has ended is not silent");
    }

    @Test
    void whatASaturatedRunHoldsAndCostsIsShown() {
        RunState state = new RunState("flat");
        for (int step = 1; step <= 4000; step++) {
            state.accept(Step.of(new Origin("flat", 0, 0, 1000L * step), step)
                    .neuralEntropy(Moments.ofMean(10, 4))
                    .build());
        }
        runs.add(Snapshooter.of(state));
        String text = scrapeOfRuns();
        assertTrue(text.contains("neural_entropy_run_state{group=\"\",run=\"flat\",state=\"saturated\"} 1.0"), text);
        assertTrue(text.contains("neural_entropy_capacity_nats{group=\"\",run=\"flat\"} 10.0"), text);
        assertTrue(text.contains("neural_entropy_capacity_stderr_nats{group=\"\",run=\"flat\"} 0.15"), text);
        assertTrue(text.contains("neural_entropy_capacity_utilization_ratio{group=\"\",run=\"flat\"} 1.0"), text);
        double steps = runs.get(0).standing().saturated().steps();
        assertTrue(steps > 2000 && steps < 3000, "steps since the verdict: " + steps);
        assertTrue(text.contains("neural_entropy_saturated_steps{group=\"\",run=\"flat\"} " + steps), text);
        assertTrue(text.contains("neural_entropy_saturated_seconds{group=\"\",run=\"flat\"} " + (steps - 1)), text);
    }

    @Test
    void ranksThatFellSilentOrBrokeAloneAreCounted() {
        RunState state = new RunState("ranks");
        for (int step = 1; step <= 200; step++) {
            state.accept(Step.of(new Origin("ranks", 0, 0, step), step).loss(1).build());
            if (step <= 50) {
                state.accept(
                        Step.of(new Origin("ranks", 0, 1, step), step).loss(1).build());
            }
            state.accept(Step.of(new Origin("ranks", 0, 2, step), step)
                    .loss(step == 190 ? Double.NaN : 1)
                    .build());
        }
        runs.add(Snapshooter.of(state));
        assertTrue(scrape().contains("neural_entropy_ranks{group=\"\",run=\"ranks\"} 3.0"));
        assertTrue(scrape().contains("neural_entropy_silent_ranks{group=\"\",run=\"ranks\"} 1.0"), scrape());
        assertTrue(scrape().contains("neural_entropy_diverged_ranks{group=\"\",run=\"ranks\"} 1.0"));
    }

    @Test
    void anInfiniteLossIsData() {
        RunState state = new RunState("bare");
        state.accept(Step.of(new Origin("bare", 0, 0, 0), 1)
                .loss(Double.POSITIVE_INFINITY)
                .build());
        runs.add(Snapshooter.of(state));
        assertTrue(scrapeOfRuns().contains("neural_entropy_loss{group=\"\",run=\"bare\"} +Inf"));
    }

    @Test
    void seriesLeaveWithTheirRun() {
        runs.add(small());
        assertFalse(scrapeOfRuns().isEmpty());
        runs.clear();
        assertEquals("", scrapeOfRuns());
    }

    @Test
    void profilesAreLeftOutAboveTheirBoundOnRuns() {
        runs.addAll(List.of(small(), renamed("b")));
        assertTrue(scrapeOfRuns().contains(RunMetric.PROFILE));
        runs.add(renamed("c"));
        assertFalse(scrapeOfRuns().contains(RunMetric.PROFILE));
    }

    private static RunSnapshot renamed(String run) {
        RunSnapshot small = small();
        return new RunSnapshot(
                run,
                small.about(),
                small.attempt(),
                small.step(),
                small.counts(),
                small.ranks(),
                small.firstEventTime(),
                small.lastEventTime(),
                small.finished(),
                small.lastCheckpoint(),
                small.neuralEntropy(),
                small.learnedEntropy(),
                small.measures(),
                small.progress(),
                small.profile(),
                small.details(),
                small.standing(),
                small.warnings());
    }

    @Test
    void theMonitorsOwnMetersShowFromTheStartAndCount() {
        var meters = registry.intakeMeters();
        registry.watchRestores(() -> 2.5);
        boolean[] isComplete = {false};
        registry.watchArchive(() -> isComplete[0]);
        registry.watchLink(() -> true);
        registry.watchMemory(() -> false, () -> 0.25);
        registry.sends().leftOut("neural-entropy.run-metrics");
        for (MonitorMeter meter : MonitorMeter.values()) {
            assertTrue(scrape().contains("# HELP " + meter.metricName() + " " + meter.help()), meter.metricName());
        }
        meters.event("step");
        meters.deadLetter("malformed-json");
        meters.steps(new Intake(3, 2, 1, 4));
        meters.withheldRun();
        meters.published(0.02);
        String text = scrape();
        assertTrue(text.contains("neural_entropy_monitor_restoring_seconds 2.5"), text);
        assertTrue(text.contains("neural_entropy_monitor_archive_behind 1.0"), text);
        isComplete[0] = true;
        assertTrue(scrape().contains("neural_entropy_monitor_archive_behind 0.0"));
        assertTrue(text.contains("neural_entropy_monitor_kafka_connected 1.0"), text);
        assertTrue(text.contains("neural_entropy_monitor_memory_short 0.0"), text);
        assertTrue(text.contains("neural_entropy_monitor_gc_ratio 0.25"), text);
        assertTrue(
                text.contains("neural_entropy_monitor_unsent_records_total{topic=\"neural-entropy.run-metrics\"} 1.0"));
        assertTrue(
                text.contains("neural_entropy_monitor_unsent_records_total{topic=\"neural-entropy.run-states\"} 0.0"));
        assertTrue(text.contains("neural_entropy_monitor_events_total{type=\"step\"} 1.0"), text);
        assertTrue(text.contains("neural_entropy_monitor_events_total{type=\"unknown\"} 0.0"));
        assertTrue(text.contains("neural_entropy_monitor_dead_letters_total{reason=\"malformed-json\"} 1.0"));
        assertTrue(text.contains("neural_entropy_monitor_accepted_steps_total 3.0"));
        assertTrue(text.contains("neural_entropy_monitor_duplicate_steps_total 1.0"));
        assertTrue(text.contains("neural_entropy_monitor_superseded_steps_total 4.0"));
        assertTrue(text.contains("neural_entropy_monitor_late_steps_total 2.0"));
        assertTrue(text.contains("neural_entropy_monitor_withheld_run_writes_total 1.0"));
        assertTrue(text.contains("neural_entropy_monitor_event_to_snapshot_seconds_bucket{le=\"0.025\"} 1"));
    }

    @Test
    void openMetricsIsGivenToThoseWhoNameIt() {
        String prometheus242 = "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5";
        assertEquals(MonitorRegistry.OPEN_METRICS, MonitorRegistry.contentType(prometheus242));
        assertEquals(MonitorRegistry.TEXT, MonitorRegistry.contentType("text/html"));
        assertEquals(MonitorRegistry.TEXT, MonitorRegistry.contentType(null));
        runs.add(small());
        String text = new String(registry.scrape(MonitorRegistry.OPEN_METRICS), UTF_8);
        assertTrue(text.endsWith("# EOF\n"));
        assertTrue(text.contains("# TYPE neural_entropy_run info"));
    }
}
