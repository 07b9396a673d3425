package io.neuralentropy.monitor.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * Situations in which people's training monitors fail, made after public bug reports; the numbers are synthetic but for two public
 * loss curves. Events are made as JSON, as a training loop sends them, and decoded as the monitor does it.
 */
public final class Situations {
    /** Trainer's clock at the beginning, ms. */
    public static final long BASE = 1_795_860_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventCodec CODEC = new EventCodec();

    private final List<Event> events = new ArrayList<>();
    private final SplittableRandom random;

    private Situations(long seed) {
        random = new SplittableRandom(seed);
    }

    /** S_NN of a run that learns what it can. */
    static double approach(double t, double tau) {
        return 600 * (1 - Math.exp(-t / tau));
    }

    static double decay(double t, double from, double to, double tau) {
        return to + (from - to) * Math.exp(-t / tau);
    }

    private static double decay(double t) {
        return decay(t, 6, 1.2, 700);
    }

    private double noisy(double value, double relative) {
        return value * (1 + relative * random.nextGaussian());
    }

    private double noisy(double value) {
        return noisy(value, 0.05);
    }

    private static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private void event(String run, String type, long time, Map<String, Object> fields) {
        Map<String, Object> all = fields("schema", 1, "type", type, "run", run, "time", time);
        fields.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        try {
            Decoded decoded = CODEC.decode(JSON.writeValueAsBytes(all));
            if (!(decoded instanceof Decoded.Accepted accepted)) {
                throw new AssertionError(decoded + ": " + all);
            }
            events.add(accepted.event());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(String run, long t, long time, Object loss, double entropy, Object... more) {
        double deviation = Math.abs(entropy) * 0.45;
        Map<String, Object> moments = Double.isNaN(entropy)
                ? null
                : fields(
                        "mean",
                        entropy + deviation / Math.sqrt(32) * random.nextGaussian(),
                        "variance",
                        deviation * deviation,
                        "count",
                        32);
        Map<String, Object> fields = fields("step", t, "samples", 32, "loss", loss, "neuralEntropy", moments);
        fields.putAll(fields(more));
        event(run, "step", time, fields);
    }

    /** A loop that resumes at step 2,001 after 2,120 and says so without raising its attempt; run {@code new-attempt} raises it. */
    static List<Event> resumeSameAttempt(long seed) {
        Situations made = new Situations(seed);
        for (String run : List.of("same-attempt", "new-attempt")) {
            Integer attempt = run.equals("new-attempt") ? 1 : null;
            made.event(run, "run.started", BASE, fields("plannedSteps", 3000));
            for (int t = 1; t <= 2120; t++) {
                made.step(run, t, BASE + t * 100L, made.noisy(decay(t)), approach(t, 900));
            }
            long again = BASE + 812_000;
            made.event(run, "run.started", again, fields("attempt", attempt, "plannedSteps", 3000, "firstStep", 2001));
            for (int t = 2001; t <= 3000; t++) {
                long time = again + (t - 2000) * 100L;
                made.step(run, t, time, made.noisy(decay(t)) * 0.8, approach(t, 900) * 1.2, "attempt", attempt);
            }
        }
        return made.events;
    }

    /** A loop that counts from 1 again and says nothing of it. */
    static List<Event> counterRestarts(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 2000; t++) {
            made.step("counter-restarts", t, BASE + t * 100L, made.noisy(decay(t)), approach(t, 900));
        }
        for (int t = 1; t <= 1500; t++) {
            long time = BASE + 500_000 + t * 100L;
            made.step("counter-restarts", t, time, made.noisy(decay(2000 + t)), approach(2000 + t, 900));
        }
        return made.events;
    }

    /** Every so many steps one event, with and without a span, on the multiple or one before it. */
    static List<Event> sparseLogging(long seed, String run, int every, boolean withSpan, int offset) {
        Situations made = new Situations(seed);
        made.event(run, "run.started", BASE, fields("plannedSteps", 100_000));
        for (int t = every; t <= 100_000; t += every) {
            double loss = made.noisy(decay(t, 6, 1.2, 5000));
            made.step(run, t + offset, BASE + t * 50L, loss, approach(t, 8000), "span", withSpan ? every : null);
        }
        return made.events;
    }

    /** The loss goes from 3 to 8 and comes back with a memory of 1,500 steps. */
    static List<Event> slowSpike(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 45_000; t++) {
            double loss = 3 + (t >= 30_000 ? 5 * Math.exp(-(t - 30_000) / 1500.0) : 0);
            made.step("slow-spike", t, BASE + t * 50L, made.noisy(loss, 0.02), approach(t, 30_000));
        }
        return made.events;
    }

    /** A loss of 14 in one event among losses of 1, one event per so many steps. */
    static List<Event> singleOutlier(long seed, int every, boolean withSpan) {
        Situations made = new Situations(seed);
        String run = "outlier-" + every + (withSpan ? "-span" : "");
        for (int t = every; t <= 120 * every; t += every) {
            double loss = t == 80 * every ? 14 : made.noisy(1, 0.03);
            made.step(run, t, BASE + t * 50L, loss, approach(t, 40.0 * every), "span", withSpan ? every : null);
        }
        return made.events;
    }

    /** A loss of 1 that goes to 6 for good after sixty events, one for so many steps. */
    static List<Event> explosion(long seed, int every) {
        Situations made = new Situations(seed);
        for (int t = every; t <= 100 * every; t += every) {
            double loss = made.noisy(t > 60 * every ? 6 : 1, 0.03);
            made.step("explosion", t, BASE + t * 50L, loss, Double.NaN);
        }
        return made.events;
    }

    /** Mixed precision: gradient norms of NaN in the first 40 steps and every 400th, infinite ones every 800th. */
    static List<Event> gradientNormNaN(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 4000; t++) {
            Object norm = t % 800 == 0 ? "Infinity" : t <= 40 || t % 400 == 0 ? "NaN" : made.noisy(1.5, 0.2);
            made.step("amp", t, BASE + t * 100L, made.noisy(decay(t)), approach(t, 900), "gradientNorm", norm);
        }
        return made.events;
    }

    /** From step 3,001 on the loss is exactly 0 and the gradient norm NaN. */
    static List<Event> dead(long seed, boolean withEntropy) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 6000; t++) {
            boolean gone = t > 3000;
            double loss = gone ? 0 : made.noisy(decay(t, 2, 0.2, 700));
            double entropy = withEntropy ? approach(Math.min(t, 3000), 900) : Double.NaN;
            made.step("dead", t, BASE + t * 100L, loss, entropy, "gradientNorm", gone ? "NaN" : 1.0);
        }
        return made.events;
    }

    /** Times that are not those of the steps: see {@link #inSeconds} and {@link #backOneHour}. */
    static List<Event> clock(long seed, LongUnaryOperator clock) {
        Situations made = new Situations(seed);
        made.event("clock", "run.started", clock.applyAsLong(1), fields("plannedSteps", 5000));
        for (int t = 1; t <= 1500; t++) {
            made.step("clock", t, clock.applyAsLong(t), made.noisy(decay(t)), approach(t, 900));
        }
        return made.events;
    }

    /** A step per second, stated in seconds. */
    static long inSeconds(long t) {
        return (BASE + t * 1000) / 1000;
    }

    /** Ten steps a second, by a clock that is set back by an hour after step 700. */
    static long backOneHour(long t) {
        return BASE + t * 100 - (t > 700 ? 3_600_000 : 0);
    }

    /** Gradient accumulation, one event for each of eight micro-batches of a step. */
    static List<Event> microBatches(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 1500; t++) {
            for (int m = 0; m < 8; m++) {
                double loss = decay(t) * (1 + 0.1 * (m - 3.5));
                long time = BASE + t * 800L + m * 100L;
                made.step("micro-batches", t, time, loss, approach(t, 900), "samples", 4);
            }
        }
        return made.events;
    }

    /** Four processes, of which the last is not finite from step 1,001 on; with their rank, or all as rank 0. */
    static List<Event> fourProcesses(long seed, boolean withRank) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 2000; t++) {
            for (int r = 0; r < 4; r++) {
                Object loss = r == 3 && t > 1000 ? "NaN" : made.noisy(decay(t)) * (1 + r);
                Integer rank = withRank ? r : null;
                made.step("ranks", t, BASE + t * 100L + r, loss, approach(t, 900), "rank", rank);
            }
        }
        return made.events;
    }

    /** Nothing is learned for so many steps, then all of it. */
    static List<Event> zeroThenGrowth(long seed, int flat, double low) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= flat + 20_000; t++) {
            double entropy = low + (t <= flat ? 0 : approach(t - flat, 1500));
            Map<String, Object> moments = fields("mean", made.noisy(entropy), "variance", 1.0, "count", 32);
            Map<String, Object> fields =
                    fields("step", t, "samples", 32, "loss", made.noisy(1), "neuralEntropy", moments);
            made.event("zero-then-growth", "step", BASE + t * 50L, fields);
        }
        return made.events;
    }

    /** Cosine restarts of the learning rate, which the loss follows. */
    static List<Event> warmRestarts(long seed, int period, double memory) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 24_000; t++) {
            double rate = cosine(t, period);
            double loss = made.noisy((0.4 + 0.6 * rate) * (1 + 2 * Math.exp(-t / memory)), 0.03);
            double entropy = approach(t, 4000) * (1 - 0.08 * rate);
            made.step("warm-restarts", t, BASE + t * 50L, loss, entropy, "learningRate", 1e-4 * rate);
        }
        return made.events;
    }

    private static double cosine(int t, int period) {
        return 0.5 * (1 + Math.cos(Math.PI * ((t - 1) % period) / period));
    }

    /** The third restart of the learning rate throws the loss back, and it does not come down with the rate. */
    static List<Event> restartThatBreaks(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 18_000; t++) {
            double rate = cosine(t, 4000);
            double loss = t > 12_000 ? 2.5 : (0.4 + 0.6 * rate) * (1 + 2 * Math.exp(-t / 500.0));
            double entropy = approach(t, 4000);
            made.step("breaks", t, BASE + t * 50L, made.noisy(loss, 0.03), entropy, "learningRate", 1e-4 * rate);
        }
        return made.events;
    }

    /** A warm-up of 5,000 steps, in which the entropy stays near 3 nats for 4,000. */
    static List<Event> longWarmUp(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t <= 24_000; t++) {
            double w = Math.min(1, t / 5000.0);
            double loss = made.noisy(7 - 4 * w * (1 - Math.exp(-t / 6000.0)));
            double entropy = 3 + approach(Math.max(0, t - 4000), 4000);
            made.step("long-warm-up", t, BASE + t * 50L, loss, entropy, "learningRate", 1e-4 * w);
        }
        return made.events;
    }

    /** The names of a well-known trainer, and a validation loss as an evaluation and as a second event of the step. */
    static List<Event> validationLoss(long seed) {
        Situations made = new Situations(seed);
        String run = "trainer-names";
        for (int t = 1; t <= 3000; t++) {
            long time = BASE + t * 100L;
            Object[] names = {"epoch", t / 300.0, "accuracy", 0.5, "grad_norm", 1.0, "learning_rate", 1e-4};
            made.step(run, t, time, made.noisy(decay(t)), Double.NaN, names);
            if (t % 300 == 0) {
                double loss = decay(t) * 1.1;
                made.event(run, "evaluation", time + 1, fields("step", t, "split", "held-out", "loss", loss));
                made.event(run, "step", time + 2, fields("step", t, "loss", loss));
            }
        }
        return made.events;
    }

    /** Healthy falling losses of sixty events, by the names of {@link #lossShapes}. */
    static List<Event> sparseLossOnly(long seed, String shape, int every, boolean withSpan) {
        Situations made = new Situations(seed);
        int last = 60 * every;
        DoubleUnaryOperator curve = lossShapes(last).get(shape);
        for (int t = every; t <= last; t += every) {
            double loss = made.noisy(curve.applyAsDouble(t), 0.03);
            made.step(shape, t, BASE + t * 50L, loss, Double.NaN, "span", withSpan ? every : null);
        }
        return made.events;
    }

    static Map<String, DoubleUnaryOperator> lossShapes(int steps) {
        double n = steps;
        return Map.of(
                "exp10x", t -> 0.1 + Math.exp(-8 * t / n),
                "power", t -> 1.5 + 8 * Math.pow(t / 50, -0.5),
                "classifier", t -> 0.05 + 1.1 * Math.exp(-20 * t / n),
                "language-model", t -> 3 + 7 * Math.exp(-30 * t / n));
    }

    /** Three minutes without a step after step 80. */
    static List<Event> evaluationPause(long seed) {
        Situations made = new Situations(seed);
        for (int t = 1; t < 200; t++) {
            long time = BASE + t * 400L + (t > 80 ? 170_000 : 0);
            made.step("long-evaluation", t, time, decay(t), approach(t, 900));
        }
        return made.events;
    }

    /** A public log of fine-tuning, one event per epoch of 401 steps. */
    static List<Event> fineTuningPerEpoch() {
        Situations made = new Situations(0);
        for (String[] row : rows("curve-fine-tuning-per-epoch.csv.gz")) {
            long t = Long.parseLong(row[0]);
            double loss = Double.parseDouble(row[1]);
            made.step("fine-tuning-per-epoch", t, BASE + t * 100, loss, Double.NaN, "span", 401);
        }
        return made.events;
    }

    /** A public log of a GPT-2 of 124 million parameters: its loss is still falling at the end. */
    static List<Event> gpt2() {
        Situations made = new Situations(0);
        for (String[] row : rows("curve-gpt2-124m.csv.gz")) {
            long t = Long.parseLong(row[0]);
            Object[] more = {"learningRate", Double.parseDouble(row[2]), "gradientNorm", Double.parseDouble(row[3])};
            made.step("gpt2", t, BASE + t * 250, Double.parseDouble(row[1]), Double.NaN, more);
        }
        return made.events;
    }

    private static List<String[]> rows(String file) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Situations.class.getResourceAsStream(file)), StandardCharsets.US_ASCII))) {
            return lines.lines().skip(1).map(line -> line.split(",")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
