package io.neuralentropy.trainer;

import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.science.Estimator;
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
 * how long it goes on or what is said about it (planned steps, name, intervals) is not in it.
 */
final class Fingerprint {
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
        putUnless(false, settings, "control-variates", options.entropies().controlVariates());
        settings.put("times", options.timeLaw());
        settings.put("batch", options.batch());
        settings.put("throws", options.throwsPerPoint());
        settings.put("learning-rate", options.learningRate());
        settings.put("hidden", options.hidden());
        settings.put("seed", options.seed());
        settings.put("threads", options.threads());
        settings.put("dimension", data.dimension());
        settings.put("data-points", data.size());
        settings.put("data-checksum", Long.toHexString(checksum(data.rows())));
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
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
        for (String name : names) {
            String old = before.getOrDefault(name, "the usual");
            String value = after.getOrDefault(name, "the usual");
            if (!value.equals(old)) {
                differences.add(name + " (saved " + old + ", now " + value + ")");
            }
        }
        return differences;
    }

    private static Map<String, String> parse(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, LinkedHashMap::new));
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
