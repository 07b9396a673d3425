package io.neuralentropy.monitor.export;

import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import java.util.function.ToDoubleFunction;

/**
 * Every per-run metric, once: name, what it says, and where in a snapshot it is. Labels of each: {@code run},
 * {@code group}. Entropies are in nats per data point; "window" is the last 1,024 steps. The reference page and the
 * boards use this table.
 */
public enum RunMetric {
    NEURAL(
            "neural_entropy_nats",
            "Neural entropy S_NN: what the network stores, mean over the window.",
            r -> r.neuralEntropy().value()),
    NEURAL_ERROR(
            "neural_entropy_stderr_nats",
            "Standard error of neural_entropy_nats.",
            r -> r.neuralEntropy().standardError()),
    LEARNED(
            "neural_entropy_learned_nats",
            "Learned entropy S_lin: what the network stores rightly, mean over the window.",
            r -> r.learnedEntropy().value()),
    LEARNED_ERROR(
            "neural_entropy_learned_stderr_nats",
            "Standard error of neural_entropy_learned_nats.",
            r -> r.learnedEntropy().standardError()),
    TOTAL("neural_entropy_total_nats", "Total entropy S_tot of the forward diffusion, where known.", Described::total),
    TOTAL_LOWER(
            "neural_entropy_total_lower_nats",
            "Lower bound of the total entropy: the highest of the stated one and, where S_tot is unknown, S_Gauss and what the"
                    + " network proves on held-out points, each less two standard errors.",
            r -> r.measures().totalLower().nats()),
    TOTAL_UPPER(
            "neural_entropy_total_upper_nats",
            "Upper bound of the total entropy: the stated one plus two standard errors.",
            Described::totalUpper),
    GAUSSIAN(
            "neural_entropy_gaussian_nats",
            "Entropy S_Gauss of a Gaussian with the data's mean and covariance: a lower bound of the total entropy.",
            Described::gaussian),
    EFFICIENCY(
            "neural_entropy_encoding_efficiency_ratio",
            "Encoding efficiency S_NN / S_tot.",
            r -> r.measures().encodingEfficiency().value()),
    EFFICIENCY_ERROR(
            "neural_entropy_encoding_efficiency_stderr_ratio",
            "Standard error of neural_entropy_encoding_efficiency_ratio.",
            r -> r.measures().encodingEfficiency().standardError()),
    LEARNED_RATIO(
            "neural_entropy_learned_ratio",
            "Learned ratio S_lin / S_tot, at most 1 in expectation.",
            r -> r.measures().learnedRatio()),
    LEARNED_RATIO_LOWER(
            "neural_entropy_learned_lower_ratio",
            "Lower end of the learned ratio: S_lin / upper bound of S_tot, where that is known.",
            r -> r.measures().learnedRatioLower()),
    LEARNED_RATIO_UPPER(
            "neural_entropy_learned_upper_ratio",
            "Upper end of the learned ratio: S_lin / lower bound of S_tot, at most 1, where that is known.",
            r -> r.measures().learnedRatioUpper()),
    GAP(
            "neural_entropy_gap_nats",
            "Information gap S_tot - S_lin: what is left to learn.",
            r -> r.measures().informationGap()),
    BEYOND_GAUSSIAN(
            "neural_entropy_beyond_gaussian_nats",
            "S_lin - S_Gauss: what was learned beyond mean and covariance.",
            r -> r.measures().beyondGaussian()),
    OUTPUT_SCALE(
            "neural_entropy_output_scale_ratio",
            "(S_NN + S_lin) / (2 S_NN): 1 ideal, above 1 outputs too small, below 1 too large or memorising.",
            r -> r.measures().outputScale()),
    HELD_OUT(
            "neural_entropy_held_out_learned_nats",
            "Learned entropy S_lin of the newest evaluation on held-out points.",
            r -> r.measures().heldOutLearned().value()),
    HELD_OUT_ERROR(
            "neural_entropy_held_out_learned_stderr_nats",
            "Standard error of neural_entropy_held_out_learned_nats.",
            r -> r.measures().heldOutLearned().standardError()),
    HELD_OUT_GAP(
            "neural_entropy_held_out_gap_nats",
            "S_lin of the 1,024 steps up to the newest evaluation on held-out points - S_lin of those: memorising where above 0.",
            r -> r.measures().heldOutGap().value()),
    HELD_OUT_GAP_ERROR(
            "neural_entropy_held_out_gap_stderr_nats",
            "Standard error of neural_entropy_held_out_gap_nats.",
            r -> r.measures().heldOutGap().standardError()),
    MEMORISED(
            "neural_entropy_memorised_ratio",
            "S_lin / entropy of the training points themselves, where that is stated: 1 would be memorised wholly.",
            r -> r.measures().memorisedRatio()),
    ABSORPTION(
            "neural_entropy_absorption_nats_per_step",
            "Absorption rate: slope of the followed entropy over the window, per step.",
            r -> r.measures().absorption().value()),
    ABSORPTION_ERROR(
            "neural_entropy_absorption_stderr_nats_per_step",
            "Standard error of neural_entropy_absorption_nats_per_step.",
            r -> r.measures().absorption().standardError()),
    ABSORPTION_PER_SAMPLE(
            "neural_entropy_absorption_nats_per_sample",
            "Absorption rate per data point trained on.",
            r -> r.measures().absorptionPerSample()),
    CAPACITY(
            "neural_entropy_capacity_nats",
            "Capacity: where the followed entropy is heading. Left out while it cannot be told.",
            r -> r.standing().capacity().nats().value()),
    CAPACITY_ERROR(
            "neural_entropy_capacity_stderr_nats",
            "Standard error of neural_entropy_capacity_nats.",
            r -> r.standing().capacity().nats().standardError()),
    UTILIZATION(
            "neural_entropy_capacity_utilization_ratio",
            "Followed entropy over the window / capacity.",
            r -> r.standing().utilization()),
    SATURATED_STEPS(
            "neural_entropy_saturated_steps",
            "Steps since the run was called saturated, while it is.",
            r -> r.standing().saturated().steps()),
    SATURATED_SECONDS(
            "neural_entropy_saturated_seconds",
            "Training time since the run was called saturated, while it is.",
            r -> r.standing().saturated().seconds()),
    SATURATED_JOULES(
            "neural_entropy_saturated_joules",
            "Energy spent since the run was called saturated, while it is and where energy is stated.",
            r -> r.standing().saturated().joules()),
    BITS_PER_PARAMETER(
            "neural_entropy_bits_per_parameter",
            "S_NN / (parameters ln 2).",
            r -> r.measures().bitsPerParameter()),
    LOSS(
            "neural_entropy_loss",
            "Training loss, mean over the window.",
            r -> r.progress().loss()),
    HELD_OUT_LOSS(
            "neural_entropy_held_out_loss",
            "Loss of the newest evaluation on held-out points.",
            r -> r.progress().heldOutLoss()),
    GRADIENT_NORM(
            "neural_entropy_gradient_norm",
            "Norm of the gradient, mean over the window.",
            r -> r.progress().gradientNorm()),
    LEARNING_RATE(
            "neural_entropy_learning_rate",
            "Learning rate of the newest step.",
            r -> r.progress().learningRate()),
    STEP("neural_entropy_step", "Highest accepted step.", RunSnapshot::step),
    PLANNED_STEPS("neural_entropy_planned_steps", "Steps that the run is to have.", Described::plannedSteps),
    DATASET_SIZE(
            "neural_entropy_dataset_samples", "Data points N of the data set, where stated.", Described::datasetSize),
    STEPS_PER_SECOND(
            "neural_entropy_steps_per_second",
            "Optimizer steps per second over the window.",
            r -> r.progress().stepsPerSecond()),
    SAMPLES_PER_SECOND(
            "neural_entropy_samples_per_second",
            "Data points per second over the window.",
            r -> r.progress().samplesPerSecond()),
    ETA(
            "neural_entropy_eta_seconds",
            "Time to the planned end at the present pace.",
            r -> r.progress().etaSeconds()),
    LAST_EVENT(
            "neural_entropy_last_event_timestamp_seconds",
            "Trainer's clock at the latest event, since the epoch.",
            r -> r.lastEventTime() / 1000.0),
    SILENT(
            "neural_entropy_run_silent_seconds",
            "Seconds since the run's latest event was heard, once they are too many; 0 before.",
            RunMetric::silentSeconds),
    MISSING_STEPS(
            "neural_entropy_missing_steps",
            "Steps not seen although a higher step of the same rank was.",
            r -> r.counts().missing()),
    RANKS("neural_entropy_ranks", "Ranks of the latest attempt.", r -> r.ranks().size()),
    SILENT_RANKS(
            "neural_entropy_silent_ranks",
            "Ranks that lag behind the farthest one by more than rank-steps.",
            r -> r.ranks().stream().filter(RankProgress::silent).count()),
    DIVERGED_RANKS(
            "neural_entropy_diverged_ranks",
            "Ranks whose newest numbers are not finite while those of another are, or whose loss is far above the others'.",
            r -> r.ranks().stream().filter(RankProgress::diverged).count()),
    WARNINGS(
            "neural_entropy_run_warnings",
            "Kinds of mistakes in what the run sends: the page and the API name them.",
            r -> r.warnings().size()),
    GPU_MEMORY(
            "neural_entropy_gpu_memory_bytes",
            "GPU memory stated by the newest step.",
            r -> r.progress().gpuMemoryBytes()),
    NATS_PER_JOULE(
            "neural_entropy_nats_per_joule",
            "S_NN / energy spent in the whole run.",
            r -> r.measures().natsPerJoule());

    /** Info metric: one series of value 1 per run, whose labels describe it. */
    public static final String INFO = "neural_entropy_run";

    public static final String INFO_HELP = "What the run is; value 1.";

    /** Gauge by state: 1 for the run's own, and for {@code stalled} beside it while the run is silent. */
    public static final String STATE = "neural_entropy_run_state";

    public static final String STATE_HELP =
            "1 for the state that the run is in, and for stalled beside it while the run is silent; 0 for the others.";

    /** Gauge by bin, exported while few runs are live. */
    public static final String PROFILE = "neural_entropy_profile_nats";

    public static final String PROFILE_HELP =
            "Neural entropy produced in a bin of diffusion time, over the window; the bins add up to S_NN.";

    private final String metricName;
    private final String help;
    private final ToDoubleFunction<RunSnapshot> value;

    RunMetric(String metricName, String help, ToDoubleFunction<RunSnapshot> value) {
        this.metricName = metricName;
        this.help = help;
        this.value = value;
    }

    /** Who has ended is not silent. */
    private static double silentSeconds(RunSnapshot run) {
        double silence =
                run.standing().silence().isTooLong() ? run.standing().silence().seconds() : 0;
        return run.standing().state().isEnd() ? Double.NaN : silence;
    }

    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }

    /** Its value in a snapshot; NaN where unknown: then the series is left out. */
    public double of(RunSnapshot snapshot) {
        return value.applyAsDouble(snapshot);
    }
}
