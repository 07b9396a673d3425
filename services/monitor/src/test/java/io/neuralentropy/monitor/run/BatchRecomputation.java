package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The independent driver: works out from all events of one run at once, with its own arithmetic and without any of the
 * monitor's buckets or frontiers, what the monitor has to say. Spans of 1; a step may come in several events.
 */
public final class BatchRecomputation {
    private record Identity(int attempt, int rank, long step) {}

    /** A {@code run.started} after the attempt's first one that says a first step. */
    private record Launch(int attempt, long first, long time) {}

    private final Map<Identity, Step> accepted = new HashMap<>();
    private final TreeMap<Integer, Long> firstSteps = new TreeMap<>();
    private final List<Launch> launches = new ArrayList<>();
    private final Set<Integer> started = new HashSet<>();
    private final Set<Integer> ranks = new TreeSet<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private long received;
    private long conflicting;
    private long highest;
    private long newestFirst;
    private RunStarted about;

    private BatchRecomputation() {}

    public static BatchRecomputation of(Collection<? extends Event> events) {
        BatchRecomputation batch = new BatchRecomputation();
        batch.read(events);
        return batch;
    }

    private void read(Collection<? extends Event> events) {
        List<Step> steps = new ArrayList<>();
        for (Event event : events) {
            firstSteps.putIfAbsent(event.origin().attempt(), 1L);
            if (event instanceof Step step) {
                steps.add(step);
            } else if (event instanceof Steps several) {
                for (int i = 0; i < several.size(); i++) {
                    steps.add(several.row(i));
                }
            } else if (event instanceof RunStarted started) {
                start(
                        started.origin().attempt(),
                        started.firstStep(),
                        started.origin().time());
                if (about == null
                        || started.origin().attempt() >= about.origin().attempt()) {
                    about = started;
                }
            }
        }
        received = steps.size();
        for (Step step : steps) {
            int attempt = step.origin().attempt();
            if (attempt == firstSteps.lastKey()) {
                ranks.add(step.origin().rank());
            }
            if (step.step() >= firstSteps.get(attempt) && step.step() < end(attempt) && !isTakenBack(step)) {
                accept(new Identity(attempt, step.origin().rank(), step.step()), step);
                highest = Math.max(highest, step.step());
            }
        }
    }

    /** Of a known step, what is new counts. */
    private void accept(Identity identity, Step step) {
        Step known = accepted.putIfAbsent(identity, step);
        if (known != null) {
            accepted.put(identity, merged(known, step));
            List<Object> before = said(known);
            List<Object> now = said(step);
            boolean another = false;
            for (int i = 0; i < now.size(); i++) {
                boolean again = now.get(i) != null && before.get(i) != null;
                another |= again && !now.get(i).equals(before.get(i));
            }
            conflicting += another ? 1 : 0;
        }
    }

    /** Loss, gradient norm and entropies; null where an event does not say them. */
    private static List<Object> said(Step step) {
        List<Object> said = new ArrayList<>();
        said.add(Absent.isPresent(step.loss()) ? (Double) step.loss() : null);
        said.add(Absent.isPresent(step.gradientNorm()) ? (Double) step.gradientNorm() : null);
        said.add(step.neuralEntropy());
        said.add(step.learnedEntropy());
        return said;
    }

    private static Step merged(Step known, Step step) {
        return Step.of(known.origin(), known.step())
                .samples(known.samples() > 0 ? known.samples() : step.samples())
                .loss(first(known.loss(), step.loss()))
                .gradientNorm(first(known.gradientNorm(), step.gradientNorm()))
                .neuralEntropy(known.neuralEntropy() != null ? known.neuralEntropy() : step.neuralEntropy())
                .learnedEntropy(known.learnedEntropy() != null ? known.learnedEntropy() : step.learnedEntropy())
                .seconds(first(known.seconds(), step.seconds()))
                .learningRate(first(known.learningRate(), step.learningRate()))
                .build();
    }

    private static double first(double known, double other) {
        return Absent.isPresent(known) ? known : other;
    }

    private void start(int attempt, long first, long time) {
        if (started.add(attempt)) {
            firstSteps.put(attempt, first);
            newestFirst = attempt == firstSteps.lastKey() ? first : newestFirst;
        } else if (first > 1) {
            newestFirst = attempt == firstSteps.lastKey() ? first : newestFirst;
            launches.add(new Launch(attempt, first, time));
            firstSteps.merge(attempt, first, Math::min);
        }
    }

    /** Whether it was sent before a launch of its attempt from its step or an earlier one. */
    private boolean isTakenBack(Step step) {
        return launches.stream()
                .anyMatch(launch -> launch.attempt == step.origin().attempt()
                        && launch.first <= step.step()
                        && launch.time > step.origin().time());
    }

    private long end(int attempt) {
        return ends.computeIfAbsent(attempt, this::firstStepOfLaterAttempts);
    }

    private long firstStepOfLaterAttempts(int attempt) {
        return firstSteps.tailMap(attempt, false).values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    public long received() {
        return received;
    }

    /** Further events of accepted steps that say something else; where nothing was superseded after it had been accepted. */
    public long conflicting() {
        return conflicting;
    }

    public long accepted() {
        return accepted.size();
    }

    public long step() {
        return highest;
    }

    /** Steps that never came. */
    public long missing() {
        Set<List<Integer>> speakers = new HashSet<>();
        accepted.keySet().forEach(id -> speakers.add(List.of(id.attempt, id.rank)));
        long missing = 0;
        for (List<Integer> speaker : speakers) {
            int attempt = speaker.get(0);
            long highest = accepted.keySet().stream()
                    .filter(id -> id.attempt == attempt && id.rank == speaker.get(1))
                    .mapToLong(Identity::step)
                    .max()
                    .orElseThrow();
            long to = end(attempt) == Long.MAX_VALUE ? highest : end(attempt) - 1;
            for (long step = firstSteps.get(attempt); step <= to; step++) {
                if (!accepted.containsKey(new Identity(attempt, speaker.get(1), step))) {
                    missing++;
                }
            }
        }
        return missing;
    }

    private boolean isInWindow(long step) {
        return (step - 1) / 32 > (step() - 1) / 32 - 32;
    }

    /** First step of the bucket, by walking the doublings. */
    public static long historyBucket(long step) {
        long octave = 256;
        long width = 2;
        if (step < octave) {
            return step;
        }
        while (2 * octave <= step) {
            octave *= 2;
            width *= 2;
        }
        return octave + (step - octave) / width * width;
    }

    private List<Step> window() {
        return accepted.entrySet().stream()
                .filter(entry -> isInWindow(entry.getKey().step))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Mean and standard error of an entropy over the window. */
    public double[] window(Function<Step, Moments> entropy) {
        return merge(window(), entropy);
    }

    private static double[] merge(Collection<Step> steps, Function<Step, Moments> entropy) {
        double count = 0;
        double sum = 0;
        double variance = 0;
        for (Step step : steps) {
            Moments moments = entropy.apply(step);
            if (moments != null) {
                count += moments.count();
                sum += moments.count() * moments.mean();
                variance += moments.count() * moments.variance();
            }
        }
        return new double[] {sum / count, Math.sqrt(variance) / count};
    }

    /** Mean over the window, weighted by samples. */
    public double windowBySamples(ToDoubleFunction<Step> scalar) {
        double weights = 0;
        double sum = 0;
        for (Step step : window()) {
            double value = scalar.applyAsDouble(step);
            if (Absent.isPresent(value)) {
                weights += step.samples();
                sum += step.samples() * value;
            }
        }
        return sum / weights;
    }

    /** Durations of the window's steps. */
    public double windowStepsPerSecond() {
        double seconds = 0;
        long steps = 0;
        for (Step step : window()) {
            if (Absent.isPresent(step.seconds())) {
                seconds += step.seconds();
                steps++;
            }
        }
        return steps / seconds;
    }

    /** Slope of S_NN per step over the window's buckets by the normal equations, and its standard error. */
    public double[] windowSlope() {
        TreeMap<Long, List<Step>> buckets = new TreeMap<>();
        for (Step step : window()) {
            if (step.neuralEntropy() != null) {
                buckets.computeIfAbsent((step.step() - 1) / 32, absent -> new ArrayList<>())
                        .add(step);
            }
        }
        double n = 0;
        double nx = 0;
        double ny = 0;
        double nxx = 0;
        double nxy = 0;
        double nyy = 0;
        long origin = step();
        for (List<Step> bucket : buckets.values()) {
            double weight = 0;
            double x = 0;
            for (Step step : bucket) {
                weight += step.neuralEntropy().count();
                x += step.neuralEntropy().count() * (double) (step.step() - origin);
            }
            x /= weight;
            double y = merge(bucket, Step::neuralEntropy)[0];
            n += weight;
            nx += weight * x;
            ny += weight * y;
            nxx += weight * x * x;
            nxy += weight * x * y;
            nyy += weight * y * y;
        }
        double xx = nxx - nx * nx / n;
        double xy = nxy - nx * ny / n;
        double yy = nyy - ny * ny / n;
        double residual = Math.max(0, yy - xy * xy / xx);
        return new double[] {xy / xx, Math.sqrt(residual / (buckets.size() - 2) / xx)};
    }

    /** The history: per bucket's first step, the steps in it. */
    public TreeMap<Long, List<Step>> history() {
        TreeMap<Long, List<Step>> history = new TreeMap<>();
        accepted.forEach((id, step) -> history.computeIfAbsent(historyBucket(id.step), absent -> new ArrayList<>())
                .add(step));
        return history;
    }

    /** The steps of the history buckets that hold any of the 1,024 steps up to one. */
    public List<Step> around(long step) {
        List<Step> around = new ArrayList<>();
        history().values().forEach(bucket -> {
            boolean begun = bucket.stream().anyMatch(of -> of.step() <= step);
            boolean lasts = bucket.stream().anyMatch(of -> of.step() > step - 1024);
            if (begun && lasts) {
                around.addAll(bucket);
            }
        });
        return around;
    }

    /** Mean and standard error of an entropy over some steps. */
    public static double[] mean(Collection<Step> steps, Function<Step, Moments> entropy) {
        return merge(steps, entropy);
    }

    /** Mean of an entropy over the steps from {@code first} on. */
    public double meanFrom(long first, Function<Step, Moments> entropy) {
        return merge(
                accepted.values().stream().filter(step -> step.step() >= first).toList(), entropy)[0];
    }

    /** Ranks of the latest attempt that are more than so many steps behind the farthest, ascending. */
    public List<Integer> silentRanks(long steps) {
        Map<Integer, Long> highest = new HashMap<>();
        accepted.keySet().forEach(id -> highest.merge(id.rank, id.step, Math::max));
        return ranks.stream()
                .filter(rank -> step() - highest.getOrDefault(rank, 0L) > steps)
                .toList();
    }

    /**
     * Ranks of the latest attempt with a loss or entropy within their last steps that is none, unless all have; and those whose
     * loss over the last four window buckets is more than twice the median of the others' and six of its standard errors above
     * it, silent ones apart. Ascending.
     */
    public List<Integer> divergedRanks(long steps) {
        Set<Integer> named = new TreeSet<>(notFinite(steps));
        Map<Integer, double[]> losses = new TreeMap<>();
        List<Integer> silent = silentRanks(steps);
        for (int rank : ranks) {
            double[] loss = recentLoss(rank);
            if (!silent.contains(rank) && Double.isFinite(loss[0])) {
                losses.put(rank, loss);
            }
        }
        losses.forEach((rank, loss) -> {
            if (losses.size() > 1) {
                double level = medianOfOthers(losses, rank, 0);
                double noise = medianOfOthers(losses, rank, 1) / Math.sqrt(loss[2]);
                if (loss[0] - level > Math.abs(level) && loss[0] - level > 6 * noise) {
                    named.add(rank);
                }
            }
        });
        return List.copyOf(named);
    }

    private static double medianOfOthers(Map<Integer, double[]> losses, int rank, int entry) {
        List<Double> others = losses.entrySet().stream()
                .filter(other -> other.getKey() != rank)
                .map(other -> other.getValue()[entry])
                .sorted()
                .toList();
        return others.get((others.size() - 1) / 2);
    }

    /** Mean, deviation within buckets, and number of the steps of a rank's last four window buckets. */
    private double[] recentLoss(int rank) {
        List<Step> sent =
                sent(rank).stream().filter(step -> step.step() >= newestFirst).toList();
        long newest =
                sent.stream().mapToLong(step -> (step.step() - 1) / 32).max().orElse(0);
        Map<Long, List<Step>> buckets = new TreeMap<>();
        for (Step step : sent) {
            long bucket = (step.step() - 1) / 32;
            if (bucket > newest - 4) {
                buckets.computeIfAbsent(bucket, absent -> new ArrayList<>()).add(step);
            }
        }
        double weight = 0;
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (List<Step> bucket : buckets.values()) {
            double mean = meanLoss(bucket);
            for (Step step : bucket) {
                count++;
                if (Absent.isPresent(step.loss())) {
                    weight += weight(step);
                    sum += weight(step) * step.loss();
                    squares += weight(step) * (step.loss() - mean) * (step.loss() - mean);
                }
            }
        }
        return new double[] {sum / weight, Math.sqrt(squares / weight), count};
    }

    private static double meanLoss(List<Step> steps) {
        double weight = 0;
        double sum = 0;
        for (Step step : steps) {
            if (Absent.isPresent(step.loss())) {
                weight += weight(step);
                sum += weight(step) * step.loss();
            }
        }
        return sum / weight;
    }

    private static double weight(Step step) {
        return step.samples() > 0 ? step.samples() : 1;
    }

    private List<Step> sent(int rank) {
        return accepted.entrySet().stream()
                .filter(entry -> entry.getKey().attempt == firstSteps.lastKey() && entry.getKey().rank == rank)
                .map(Map.Entry::getValue)
                .toList();
    }

    private Set<Integer> notFinite(long steps) {
        Set<Integer> sound = new TreeSet<>();
        Set<Integer> bad = new TreeSet<>();
        for (int rank : ranks) {
            List<Step> sent = sent(rank);
            long last = sent.stream().mapToLong(Step::step).max().orElse(0);
            boolean isBad = sent.stream().anyMatch(step -> step.step() > last - steps && !isFinite(step));
            (isBad ? bad : sound).add(rank);
        }
        return sound.isEmpty() ? Set.of() : bad;
    }

    private static boolean isFinite(Step step) {
        return (Absent.isAbsent(step.loss()) || Double.isFinite(step.loss()))
                && (step.neuralEntropy() == null
                        || Double.isFinite(step.neuralEntropy().mean()))
                && (step.learnedEntropy() == null
                        || Double.isFinite(step.learnedEntropy().mean()));
    }

    public RunStarted about() {
        return about;
    }
}
