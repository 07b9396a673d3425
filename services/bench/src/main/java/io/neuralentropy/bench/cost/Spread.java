package io.neuralentropy.bench.cost;

import io.neuralentropy.bench.Samples;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * How a run's events are spread.
 *
 * @param name for the table
 * @param ranks of the run
 * @param attempts that have begun, each where the one before it got to
 * @param every the distance between the step numbers of a rank
 * @param lost share of the events that never arrive
 */
record Spread(String name, int ranks, int attempts, int every, double lost) {

    /** Endless events: all ranks send a step, then the next one; the attempts but the last are {@code rounds} long. */
    Iterator<Step> events(int rounds) {
        return new Iterator<>() {
            private final Samples samples = new Samples("run");
            private final SplittableRandom random = new SplittableRandom(1);
            private long round = 1;
            private int rank;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Step next() {
                do {
                    if (rank == ranks) {
                        rank = 0;
                        round++;
                    }
                    rank++;
                } while (random.nextDouble() < lost);
                int attempt = (int) Math.min(attempts - 1, (round - 1) / rounds);
                Step step = samples.step(round * every, rank - 1);
                return Step.of(
                                new Origin(
                                        step.run(),
                                        attempt,
                                        rank - 1,
                                        step.origin().time()),
                                step.step())
                        .samples(step.samples())
                        .loss(step.loss())
                        .neuralEntropy(step.neuralEntropy())
                        .learnedEntropy(step.learnedEntropy())
                        .seconds(step.seconds())
                        .build();
            }
        };
    }
}
