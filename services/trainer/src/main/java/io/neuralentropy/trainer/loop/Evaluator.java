package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.EvaluationGrid;
import io.neuralentropy.trainer.science.GridEntropies;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Entropies of a network on some points, integrated on a grid of times, without dropout. The noise depends on the time's and the
 * point's place alone: two evaluations differ by what was learned between them, and one on points that were trained on from one on
 * others by what is known of the points. Not thread-safe; not during a step.
 */
public final class Evaluator implements AutoCloseable {
    private final EvaluationGrid grid;
    private final Parameters parameters;
    private final Workers workers;
    private final Seeds seeds;
    private final float[] points;
    private final int dimension;
    private final List<Lane> lanes = new ArrayList<>();

    Evaluator(
            LoopSettings settings,
            EvaluationGrid grid,
            Network network,
            Parameters parameters,
            Workers workers,
            NDManager manager,
            Seeds seeds,
            TrainingPoints evaluated) {
        this.grid = grid;
        this.parameters = parameters;
        this.workers = workers;
        this.seeds = seeds;
        this.points = evaluated.rows();
        this.dimension = network.dimension();
        for (int lane = 0; lane < workers.parts(); lane++) {
            int rowCount = evaluated.size();
            Throws rows = new Throws(
                    settings.process(), settings.objective(), settings.lossWeight(), rowCount, dimension, false);
            Lane own = new Lane(network, rows, manager);
            for (int row = 0; network.classes() > 0 && row < rowCount; row++) {
                own.label(row, evaluated.labels()[row]);
            }
            lanes.add(own);
        }
    }

    /**
     * The entropies of the network as it is now.
     *
     * @param stop asked before each time of the grid, by several threads
     * @throws CancellationException when it says so
     */
    public GridEntropies evaluate(BooleanSupplier stop) {
        int count = points.length / dimension;
        GridEntropies entropies = new GridEntropies(grid, count);
        int gridPoints = grid.size();
        double[] times = grid.times();
        double[][] squares = new double[gridPoints][count];
        double[][] crosses = new double[gridPoints][count];
        workers.run(lane -> {
            for (int i = lane; i < gridPoints; i += workers.parts()) {
                if (stop.getAsBoolean()) {
                    throw new CancellationException();
                }
                forward(lanes.get(lane), i, times[i], squares[i], crosses[i]);
            }
        });
        for (int i = 0; i < gridPoints; i++) {
            for (int point = 0; point < count; point++) {
                entropies.add(i, point, squares[i][point], crosses[i][point]);
            }
        }
        return entropies;
    }

    private void forward(Lane lane, int gridIndex, double t, double[] squares, double[] crosses) {
        Throws rows = lane.rows();
        for (int point = 0; point < rows.rows(); point++) {
            SplittableRandom random = seeds.random(Seeds.Purpose.HELD_OUT, gridIndex, point);
            rows.diffuse(point, t, points, point * dimension, random);
        }
        lane.evaluate(parameters);
        for (int point = 0; point < rows.rows(); point++) {
            squares[point] = rows.square(point);
            crosses[point] = rows.cross(point);
        }
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
