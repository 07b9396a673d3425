package io.neuralentropy.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import io.neuralentropy.trainer.network.Adam;
import io.neuralentropy.trainer.network.ComputeDevice;
import io.neuralentropy.trainer.network.Dropout;
import io.neuralentropy.trainer.network.Ema;
import io.neuralentropy.trainer.network.EngineSetup;
import io.neuralentropy.trainer.network.Gradients;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.BatchEntropies;
import io.neuralentropy.trainer.science.EvaluationGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The optimizer steps of one run: network, parameters, Adam, and the threads that share a step.
 *
 * <p>Each thread takes its part of the batch's data points through forward and backward on one libtorch thread of its own;
 * Adam adds up their gradients. The noise of a data point depends on (seed, step, place in the batch) alone, so that the
 * number of threads changes nothing but the order of additions.
 *
 * <p>Not thread-safe. Several loops in one JVM may be stepped in turn or from several threads: DJL allows one gradient
 * collector at a time, hence the lock.
 */
public final class StepLoop implements AutoCloseable {
    private static final Object COLLECTOR = new Object();

    private final LoopSettings settings;
    private final TrainingPoints data;
    private final Seeds seeds;
    private final EpochOrder order;
    private final Engine engine;
    private final NDManager manager;
    private final Network network;
    private final Parameters parameters;
    private final Adam adam;
    private final Ema average;
    private final Workers workers;
    private final List<Lane> lanes = new ArrayList<>();
    private final int[] firstPoints;
    private final int[] points;
    private final double[] times;
    private final double[] squareNorms;
    private double gradientNorm;
    private long optimizerNanos;
    private final BatchEntropies entropies;

    /** A run before its first step, on the engine's default device. */
    StepLoop(LoopSettings settings, TrainingPoints data) {
        this(settings, data, ComputeDevice.AUTO);
    }

    /**
     * A run before its first step.
     *
     * @param data points to train on
     * @throws IllegalArgumentException where the network is not made for them
     * @throws io.neuralentropy.trainer.network.EngineUnavailableException where there is no such device
     */
    public StepLoop(LoopSettings settings, TrainingPoints data, ComputeDevice device) {
        this.settings = settings;
        this.data = data;
        this.seeds = new Seeds(settings.seed());
        this.order = new EpochOrder(seeds, data.size());
        this.engine = EngineSetup.engine();
        this.manager = EngineSetup.newManager(device);
        this.network = settings.network().build(data.dimension(), seeds.of(Seeds.Purpose.FREQUENCIES), manager);
        this.parameters = network.initialise(seeds.of(Seeds.Purpose.PARAMETERS));
        this.adam = new Adam(parameters, settings.learningRate(), settings.clip());
        this.average = settings.averageDecay() == 0 ? null : new Ema(parameters, settings.averageDecay());
        this.workers = new Workers(settings.threads(), "neural-entropy-step");
        this.firstPoints = new int[settings.threads() + 1];
        for (int lane = 0; lane < settings.threads(); lane++) {
            firstPoints[lane + 1] = (int) ((long) settings.batch() * (lane + 1) / settings.threads());
            int rows = (firstPoints[lane + 1] - firstPoints[lane]) * settings.throwsPerPoint();
            boolean covariates = settings.entropies().controlVariates();
            Throws part = new Throws(
                    settings.process(),
                    settings.objective(),
                    settings.lossWeight(),
                    rows,
                    data.dimension(),
                    covariates);
            lanes.add(new Lane(network, part, manager));
        }
        this.points = new int[settings.batch()];
        this.times = new double[settings.rows()];
        this.squareNorms = new double[settings.threads()];
        this.entropies = settings.entropies()
                .forBatches(
                        settings.process(),
                        settings.timeLaw(),
                        settings.batch(),
                        settings.throwsPerPoint(),
                        data.dimension(),
                        data.secondMoment());
    }

    /** Edges of the profile's bins. */
    public double[] profileEdges() {
        return entropies.profileEdges();
    }

    /** The profile's axis, as events name it. */
    public String profileAxis() {
        return entropies.profileAxis();
    }

    /**
     * Does one step.
     *
     * @param step its number, from 1; the same number draws the same data and noise
     */
    public StepResult step(long step, boolean withProfile) {
        try {
            backward(step);
            long start = System.nanoTime();
            applyGradients(step);
            optimizerNanos = System.nanoTime() - start;
        } finally {
            release();
        }
        return measure(withProfile);
    }

    /** Draws a step's throws and takes them forward and back. The gradients live until {@link #release}. */
    void backward(long step) {
        order.batch(step, points);
        SplittableRandom random = seeds.random(Seeds.Purpose.TIMES, step, 0);
        settings.timeLaw().draw(settings.process(), random, settings.throwsPerPoint(), times);
        synchronized (COLLECTOR) {
            try (GradientCollector collector = engine.newGradientCollector()) {
                workers.run(lane -> {
                    draw(lane, step);
                    lanes.get(lane).differentiate(parameters, collector, dropout(lane, step), 1.0 / settings.rows());
                });
            }
        }
    }

    void release() {
        lanes.forEach(Lane::release);
    }

    private void draw(int lane, long step) {
        Throws rows = lanes.get(lane).rows();
        int row = 0;
        for (int point = firstPoints[lane]; point < firstPoints[lane + 1]; point++) {
            SplittableRandom random = seeds.random(Seeds.Purpose.NOISE, step, point);
            for (int k = 0; k < settings.throwsPerPoint(); k++) {
                double t = times[point * settings.throwsPerPoint() + k];
                if (network.classes() > 0) {
                    lanes.get(lane).label(row, data.labels()[points[point]]);
                }
                rows.diffuse(row++, t, data.rows(), points[point] * data.dimension(), random);
            }
        }
    }

    /** Null where the network asks for none. */
    private Dropout dropout(int lane, long step) {
        if (network.dropout() == 0) {
            return null;
        }
        int first = firstPoints[lane] * settings.throwsPerPoint();
        List<SplittableRandom> rows = IntStream.range(0, lanes.get(lane).rows().rows())
                .mapToObj(row -> seeds.random(Seeds.Purpose.DROPOUT, step, first + row))
                .toList();
        return new Dropout(network.dropout(), rows);
    }

    private void applyGradients(long step) {
        List<Gradients> gradients = lanes.stream().map(Lane::gradients).toList();
        if (adam.clips()) {
            workers.run(part -> squareNorms[part] = adam.squareNorm(part, workers.parts(), gradients));
            gradientNorm = norm();
            adam.begin(gradientNorm);
            workers.run(part -> adam.apply(part, workers.parts(), gradients));
        } else {
            adam.begin();
            workers.run(part -> squareNorms[part] = adam.apply(part, workers.parts(), gradients));
            gradientNorm = norm();
        }
        if (average != null) {
            workers.run(part -> average.apply(step, part, workers.parts()));
        }
    }

    private double norm() {
        double square = 0;
        for (double part : squareNorms) {
            square += part;
        }
        return Math.sqrt(square);
    }

    private StepResult measure(boolean withProfile) {
        double loss = 0;
        for (Lane lane : lanes) {
            loss += lane.loss();
        }
        long start = System.nanoTime();
        entropies.reset();
        for (int lane = 0; lane < lanes.size(); lane++) {
            Throws rows = lanes.get(lane).rows();
            for (int row = 0; row < rows.rows(); row++) {
                int point = firstPoints[lane] + row / settings.throwsPerPoint();
                entropies.add(point, rows.time(row), rows.square(row), rows.cross(row), rows.covariates(row));
            }
        }
        Moments neural = entropies.neural();
        Moments learned = entropies.learned();
        Profile profile = withProfile ? entropies.profile() : null;
        entropies.remember();
        StepTimes times = times(System.nanoTime() - start);
        return new StepResult(loss, neural, learned, profile, gradientNorm, entropies.outside(), times);
    }

    private StepTimes times(long measuring) {
        double forward = lanes.stream().mapToLong(Lane::forwardNanos).average().orElse(0);
        double backward =
                lanes.stream().mapToLong(Lane::backwardNanos).average().orElse(0);
        return new StepTimes((long) forward, (long) backward, optimizerNanos, measuring);
    }

    /** D. */
    public int dimension() {
        return network.dimension();
    }

    /** Number of trained parameters. */
    public int parameterCount() {
        return network.parameterCount();
    }

    /** Native arrays that steps hold; 0 between steps. */
    int liveArrays() {
        return lanes.stream().mapToInt(Lane::liveArrays).sum();
    }

    Parameters parameters() {
        return parameters;
    }

    Network network() {
        return network;
    }

    List<Lane> lanes() {
        return lanes;
    }

    /** A copy of what a resumed run needs, beside the settings, to go on as if it had never stopped. */
    public LoopState state() {
        return new LoopState(
                parameters.copy(),
                adam.state(),
                average == null ? null : average.average().copy(),
                entropies.memory());
    }

    /** Goes on from a state of {@link #state}. */
    public void restore(LoopState state) {
        parameters.set(state.parameters());
        adam.restore(state.adam());
        if (average != null) {
            average.average().set(state.average());
        }
        if (state.memory() != null) {
            entropies.recall(state.memory());
        }
    }

    /** What evaluation and samples use: the average where one is kept. */
    private Parameters evaluated() {
        return average == null ? parameters : average.average();
    }

    /**
     * Samples of this network, whose parameters it reads between steps.
     *
     * @param stop when to give a sample up; asked by several threads
     */
    public Sampler sampler(BooleanSupplier stop) {
        return new Sampler(settings.process(), settings.objective(), network, evaluated(), workers, manager, stop);
    }

    /** An evaluation of this network, whose parameters, or their average, it reads between steps. */
    public Evaluator evaluator(TrainingPoints points) {
        return evaluator(points, settings.entropies().grid(settings.process()));
    }

    Evaluator evaluator(TrainingPoints points, EvaluationGrid grid) {
        return new Evaluator(settings, grid, network, evaluated(), workers, manager, seeds, points);
    }

    @Override
    public void close() {
        workers.close();
        lanes.forEach(Lane::close);
        network.close();
        manager.close();
    }
}
