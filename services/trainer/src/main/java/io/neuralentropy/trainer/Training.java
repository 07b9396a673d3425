package io.neuralentropy.trainer;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.data.DataSets;
import io.neuralentropy.trainer.data.ImageShape;
import io.neuralentropy.trainer.loop.CheckpointException;
import io.neuralentropy.trainer.loop.Checkpoints;
import io.neuralentropy.trainer.loop.Evaluator;
import io.neuralentropy.trainer.loop.LoopSettings;
import io.neuralentropy.trainer.loop.Sampler;
import io.neuralentropy.trainer.loop.SavedRun;
import io.neuralentropy.trainer.loop.StepLoop;
import io.neuralentropy.trainer.loop.StepResult;
import io.neuralentropy.trainer.loop.StepTimes;
import io.neuralentropy.trainer.loop.TrainingPoints;
import io.neuralentropy.trainer.network.ComputeDevice;
import io.neuralentropy.trainer.network.EngineUnavailableException;
import io.neuralentropy.trainer.science.GridEntropies;
import io.neuralentropy.trainer.science.ThrowsOutside;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: trains a network step by step and emits what the event protocol says about it. {@code run.started} when opened;
 * a {@code step} for each step, every {@value #PROFILE_INTERVAL}th with the profile; {@code evaluation} and
 * {@code checkpoint} at their intervals and at the end; {@code run.paused} before what may take long; {@code run.finished} once.
 *
 * <p>A loss that is not finite is data: it is emitted and training goes on, as it would without a monitor. After
 * {@value #MAX_NON_FINITE} such steps in a row the run ends as failed. Steps that are not finite are not saved as checkpoints.
 *
 * <p>Several trainings in one JVM take turns: call {@link #advance} of each in turn. One thread at a time may use a training;
 * {@link #progress} may be called from any.
 */
public final class Training implements AutoCloseable {
    /** Steps between profiles. */
    static final int PROFILE_INTERVAL = 32;
    /** Non-finite losses in a row after which a run has failed. */
    static final int MAX_NON_FINITE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final TrainingOptions options;
    private final RunEvents events;
    private final StepLoop loop;
    private final HeldOutLikelihood likelihood;
    private final ImageShape image;
    private final Evaluator evaluator;
    private final Checkpoints checkpoints;
    private final String fingerprint;
    private final int attempt;
    private final EntropyEstimate totalEntropy;
    private final ProgressWindow window = new ProgressWindow();
    private final Pauses pauses;
    private long step;
    private int nonFinite;
    private boolean finished;
    private long emittingNanos;
    private StepTimes times = StepTimes.NONE;
    private ThrowsOutside outside = ThrowsOutside.NONE;
    private volatile TrainingProgress progress;

    /** Opens a run on the engine's default device: the first GPU, where there is one. */
    public static Training open(TrainingOptions options, EventSink sink) {
        return open(options, sink, ComputeDevice.AUTO);
    }

    /**
     * Whether trainings can be opened on a device, before anything else is.
     *
     * @throws TrainingException where it is not there; one line
     */
    public static void check(ComputeDevice device) {
        try {
            device.check();
        } catch (EngineUnavailableException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /**
     * Opens a run: its data, its network, or the newest checkpoint of it. Emits {@code run.started}.
     *
     * @param device that computes it; a checkpoint goes on on any
     * @throws TrainingException, {@link io.neuralentropy.trainer.data.DataSetException} for what a user can mend; one line
     */
    public static Training open(TrainingOptions options, EventSink sink, ComputeDevice device) {
        return open(options, sink, device, InstantSource.system());
    }

    static Training open(TrainingOptions options, EventSink sink, InstantSource clock) {
        return open(options, sink, ComputeDevice.AUTO, clock);
    }

    private static Training open(TrainingOptions options, EventSink sink, ComputeDevice device, InstantSource clock) {
        check(device);
        DataSet data = DataSets.open(options.dataSet());
        try {
            return new Training(options, sink, device, clock, data);
        } catch (CheckpointException | EngineUnavailableException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private Training(TrainingOptions options, EventSink sink, ComputeDevice device, InstantSource clock, DataSet data) {
        this.options = options;
        this.fingerprint = Fingerprint.of(options, data);
        this.checkpoints = options.checkpointDirectory() == null
                ? null
                : new Checkpoints(options.checkpointDirectory(), options.run());
        SavedRun saved = checkpoints == null ? null : savedRun();
        this.attempt = checkpoints == null ? 0 : checkpoints.nextAttempt();
        this.loop = new StepLoop(settings(options, data), points(data), device);
        if (saved != null) {
            loop.restore(saved.state());
            step = saved.step();
        }
        this.evaluator = evaluator(data.heldOut());
        this.likelihood = new HeldOutLikelihood(options, data.heldOut());
        this.image = data.image();
        KnownEntropies known = KnownEntropies.of(options.entropies().range(), data, options.seed());
        this.totalEntropy = known.total();
        this.events = new RunEvents(options, sink, clock, attempt);
        this.pauses = new Pauses((reason, seconds) -> events.paused(reason, seconds, step), System::nanoTime);
        this.progress = snapshot();
        events.started(data, loop, step + 1, known);
    }

    private static TrainingPoints points(DataSet data) {
        return new TrainingPoints(data.rows(), data.dimension(), data.labels());
    }

    private static LoopSettings settings(TrainingOptions options, DataSet data) {
        return new LoopSettings(
                options.process(),
                options.objective(),
                options.lossWeight(),
                options.timeLaw(),
                options.entropies(),
                options.batch(),
                options.throwsPerPoint(),
                options.learningRate(),
                options.clip(),
                options.averageDecay(),
                options.network().settings(data),
                options.seed(),
                options.threads());
    }

    private SavedRun savedRun() {
        SavedRun saved = checkpoints.newest();
        if (saved == null) {
            return null;
        }
        if (!options.resume()) {
            throw new TrainingException("run " + options.run() + " has checkpoints in " + options.checkpointDirectory()
                    + ": resume it, or name another run or directory");
        }
        var differences = Fingerprint.differences(saved.settings(), fingerprint);
        if (!differences.isEmpty()) {
            throw new TrainingException("the checkpoint of run " + options.run() + " was made with other settings: "
                    + String.join(", ", differences) + ": use those, or name another run or directory");
        }
        return saved;
    }

    private Evaluator evaluator(DataSet heldOut) {
        if (heldOut == null || options.evaluationInterval() == 0) {
            return null;
        }
        int count = Math.min(heldOut.size(), options.evaluationPoints());
        return loop.evaluator(points(heldOut).first(count));
    }

    /**
     * Does up to {@code steps} further steps. With the last planned one the run is evaluated, saved and finished as completed.
     *
     * @return whether there are steps left to do
     */
    public boolean advance(int steps) {
        return advance(steps, () -> false);
    }

    /**
     * The same until a stop is asked for: an evaluation or samples under way are given up, and with an evaluation the checkpoint
     * that comes after it, so that a run that is gone on with has every evaluation. Samples that were given up can be drawn from
     * the checkpoint in front of them ({@link Sampling}).
     *
     * @param stop asked often, by several threads
     * @return whether there are steps left to do, or things that were given up
     */
    public boolean advance(int steps, BooleanSupplier stop) {
        for (int i = 0; i < steps && !finished && !stop.getAsBoolean(); i++) {
            try {
                if (step < options.steps()) {
                    oneStep(stop);
                }
                if (!finished && step >= options.steps()) {
                    finish(RunFinished.Status.COMPLETED, null);
                }
            } catch (CancellationException givenUp) {
                LOG.info("Run {}, step {}: given up what comes after the step", options.run(), step);
            }
        }
        progress = snapshot();
        return !finished;
    }

    private void oneStep(BooleanSupplier stop) {
        long start = System.nanoTime();
        StepResult result = loop.step(step + 1, (step + 1) % PROFILE_INTERVAL == 0);
        step++;
        long end = System.nanoTime();
        events.step(step, result, (end - start) / 1e9);
        window.add(result.loss(), result.neural(), result.learned(), end);
        times = times.plus(result.times());
        outside = outside.plus(result.outside());
        emittingNanos += System.nanoTime() - end;
        nonFinite = Double.isFinite(result.loss()) ? 0 : nonFinite + 1;
        boolean last = step == options.steps();
        if (evaluator != null && (last || step % options.evaluationInterval() == 0)) {
            GridEntropies entropies = pauses.during("evaluation", () -> evaluator.evaluate(stop));
            events.evaluation(step, "held-out", entropies, likelihood.of(entropies));
        }
        if (checkpoints != null && nonFinite == 0 && (last || step % options.checkpointInterval() == 0)) {
            save();
        }
        if (nonFinite == 0 && (last || step % options.samples().interval() == 0)) {
            writeSamples(stop);
        }
        if (nonFinite == MAX_NON_FINITE) {
            finish(
                    RunFinished.Status.FAILED,
                    "the loss was not finite for " + MAX_NON_FINITE + " steps in a row: lower the learning rate");
        }
    }

    /** A checkpoint that cannot be written does not stop the training: it is said, and the one before stays. */
    private void save() {
        try {
            events.checkpoint(pauses.during("checkpoint", this::writeCheckpoint));
        } catch (CheckpointException e) {
            LOG.warn("Run {}, step {}: {}", options.run(), step, e.getMessage());
        }
    }

    /** The number of steps that it holds. */
    private long writeCheckpoint() {
        checkpoints.save(new SavedRun(options.run(), fingerprint, attempt, loop.state()));
        return step;
    }

    /** Samples that cannot be written do not stop the training: it is said. */
    private void writeSamples(BooleanSupplier stop) {
        SampleOptions samples = options.samples();
        if (samples.directory() == null) {
            return;
        }
        try {
            String name = options.run() + "." + step + SampleFile.ending(image);
            float[] drawn = pauses.during(
                    "samples",
                    () -> loop.sampler(stop)
                            .sample(samples.count(), samples.steps(), options.seed(), Sampler.EACH_CLASS));
            SampleFile.write(samples.directory().resolve(name), drawn, loop.dimension(), image);
        } catch (TrainingException e) {
            LOG.warn("Run {}, step {}: {}", options.run(), step, e.getMessage());
        }
    }

    /** How far the run is, as of the last {@link #advance}. */
    public TrainingProgress progress() {
        return progress;
    }

    private TrainingProgress snapshot() {
        double rate = window.stepsPerSecond();
        return new TrainingProgress(
                options.run(),
                step,
                options.steps(),
                window.loss(),
                window.neural(),
                window.learned(),
                totalEntropy,
                rate,
                (options.steps() - step) / rate);
    }

    /** Throws that the entropies left out, and all, in the steps since {@link #open}; those before a resumption are not among them. */
    public ThrowsOutside outside() {
        return outside;
    }

    /** Ends the run where it is and emits {@code run.finished}. The first call counts. */
    public void finish(RunFinished.Status status, String reason) {
        if (!finished) {
            finished = true;
            events.finished(status, reason, step);
        }
    }

    /** Time that emitting has taken so far, nanoseconds. */
    long emittingNanos() {
        return emittingNanos;
    }

    /** Where the time of the steps so far went. */
    StepTimes times() {
        return times;
    }

    /** Frees everything; a run that is not finished is finished as stopped. */
    @Override
    public void close() {
        finish(RunFinished.Status.STOPPED, null);
        if (evaluator != null) {
            evaluator.close();
        }
        loop.close();
    }
}
