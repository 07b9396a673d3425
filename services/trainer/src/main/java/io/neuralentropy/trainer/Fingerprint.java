package io.neuralentropy.trainer;

import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.NetworkSettings;
import io.neuralentropy.trainer.network.UNetSettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationRule;
import io.neuralentropy.trainer.science.Objective;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Everything that decides the numbers of a run, as text: a checkpoint fits a run when both have the same. What only decides
 * how long it goes on or what is said about it (planned steps, name, intervals) is not in it, nor what changes the last bits
 * only (threads, device).
 */
final class Fingerprint {
    /** What checkpoints of old say, too, and need not have in common with the run. */
    private static final Set<String> NO_MATTER = Set.of("threads");

    private static final String IMAGE = "image";
    private static final String LABELS = "labels-checksum";
    /**
     * What counts only where checkpoint and run both state it: older checkpoints say nothing of labels, and nothing of the image of
     * points that were then taken for plain numbers, which an mlp is not told of anyway.
     */
    private static final Set<String> WHERE_BOTH = Set.of(IMAGE, LABELS);

    private Fingerprint() {}

    static String of(TrainingOptions options, DataSet data) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("process", options.process().name());
        settings.put("kappa", options.process().kappa());
        settings.put("loss-weight", options.lossWeight());
        // what was not always there stands only where it differs: checkpoints of old go on
        putUnless(Objective.ENTROPY_MATCHING, settings, "objective", options.objective());
        options.process().numbers().forEach((name, value) -> settings.putIfAbsent(name, value));
        Estimator usual = Estimator.usual(options.process(), options.objective());
        putUnless(usual, settings, "estimator", options.entropies().estimator());
        putUnless(
                EvaluationRule.EXACT,
                settings,
                "evaluation-rule",
                options.entropies().rule());
        putUnless(false, settings, "control-variates", options.entropies().controlVariates());
        settings.put("times", options.timeLaw());
        settings.put("batch", options.batch());
        settings.put("throws", options.throwsPerPoint());
        settings.put("learning-rate", options.learningRate());
        putUnless(0L, settings, "rate-decay-after", options.constantRateSteps());
        network(settings, options, data);
        putUnless(0.0, settings, "average-decay", options.averageDecay());
        putUnless(Double.POSITIVE_INFINITY, settings, "clip", options.clip());
        settings.put("seed", options.seed());
        settings.put("dimension", data.dimension());
        settings.put("data-points", data.size());
        settings.put("data-checksum", Long.toHexString(checksum(data.rows())));
        if (options.network().conditional() && data.labels() != null) {
            settings.put(LABELS, Long.toHexString(checksum(data.labels())));
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static void network(Map<String, Object> settings, TrainingOptions options, DataSet data) {
        NetworkSettings network = options.network().settings(data);
        if (network instanceof UNetSettings unet) {
            settings.put("network", unet.name());
            settings.put("channels", unet.channels());
            settings.put("multipliers", unet.multipliers());
            settings.put("blocks", unet.blocks());
            settings.put("attention", unet.attention());
            settings.put("dropout", unet.dropout());
            settings.put("classes", unet.classes());
            settings.put(IMAGE, text(unet.imageChannels(), unet.height(), unet.width()));
        } else if (network instanceof MlpSettings mlp) {
            settings.put("hidden", mlp.hidden());
            if (data.image() != null) {
                settings.put(
                        IMAGE,
                        text(
                                data.image().channels(),
                                data.image().height(),
                                data.image().width()));
            }
        }
    }

    private static String text(int channels, int height, int width) {
        return channels + "x" + height + "x" + width;
    }

    private static void putUnless(Object usual, Map<String, Object> settings, String name, Object value) {
        if (!usual.equals(value)) {
            settings.put(name, value);
        }
    }

    /** The settings that differ, as {@code name (saved x, now y)}. */
    static List<String> differences(String saved, String now) {
        Map<String, String> before = parse(saved);
        Map<String, String> after = parse(now);
        List<String> differences = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        names.removeAll(NO_MATTER);
        names.removeIf(name -> WHERE_BOTH.contains(name) && !(before.containsKey(name) && after.containsKey(name)));
        for (String name : names) {
            String old = before.getOrDefault(name, "the usual");
            String value = after.getOrDefault(name, "the usual");
            if (!value.equals(old)) {
                differences.add(name + " (saved " + old + ", now " + value + ")");
            }
        }
        return differences;
    }

    /** The settings by name. */
    static Map<String, String> parse(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, LinkedHashMap::new));
    }

    private static long checksum(int[] labels) {
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(labels.length * Integer.BYTES);
        bytes.asIntBuffer().put(labels);
        crc.update(bytes);
        return crc.getValue();
    }

    private static long checksum(float[] rows) {
        CRC32C crc = new CRC32C();
        int chunk = 1 << 14;
        ByteBuffer bytes = ByteBuffer.allocate(chunk * Float.BYTES);
        FloatBuffer floats = bytes.asFloatBuffer();
        for (int start = 0; start < rows.length; start += chunk) {
            int length = Math.min(chunk, rows.length - start);
            floats.put(0, rows, start, length);
            crc.update(bytes.array(), 0, length * Float.BYTES);
        }
        return crc.getValue();
    }
}
