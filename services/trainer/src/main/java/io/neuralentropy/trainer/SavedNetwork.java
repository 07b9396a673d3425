package io.neuralentropy.trainer;

import io.neuralentropy.trainer.data.ImageShape;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.NetworkSettings;
import io.neuralentropy.trainer.network.UNetSettings;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EdmLaw;
import io.neuralentropy.trainer.science.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a checkpoint's settings ({@link Fingerprint}) say of its network, without the data that it was trained on.
 *
 * @param image null: its data are not images
 */
record SavedNetwork(
        DiffusionProcess process,
        Objective objective,
        NetworkSettings network,
        int dimension,
        long seed,
        ImageShape image) {
    /** @throws TrainingException when they do not say it; one line */
    static SavedNetwork of(String settings) {
        Map<String, String> values = Fingerprint.parse(settings);
        try {
            return new SavedNetwork(
                    process(values),
                    objective(values),
                    network(values),
                    Integer.parseInt(values.get("dimension")),
                    Long.parseLong(values.get("seed")),
                    image(values));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new TrainingException(
                    "the checkpoint's settings cannot be read (" + e.getMessage() + "): it was made by another program",
                    e);
        }
    }

    private static DiffusionProcess process(Map<String, String> values) {
        EdmLaw law = new EdmLaw(number(values, "sigmaData"), number(values, "pMean"), number(values, "pStd"));
        return DiffusionProcess.named(values.get("process"), number(values, "kappa"), law);
    }

    private static Double number(Map<String, String> values, String name) {
        return values.containsKey(name) ? Double.valueOf(values.get(name)) : null;
    }

    private static Objective objective(Map<String, String> values) {
        String name = values.getOrDefault("objective", Objective.ENTROPY_MATCHING.toString());
        return Objective.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static NetworkSettings network(Map<String, String> values) {
        if (!values.containsKey("network")) {
            return new MlpSettings(numbers(values.get("hidden")));
        }
        ImageShape image = image(values);
        return new UNetSettings(
                image.channels(),
                image.height(),
                image.width(),
                Integer.parseInt(values.get("channels")),
                numbers(values.get("multipliers")),
                Integer.parseInt(values.get("blocks")),
                Integer.parseInt(values.get("attention")),
                Double.parseDouble(values.get("dropout")),
                Integer.parseInt(values.get("classes")));
    }

    private static ImageShape image(Map<String, String> values) {
        if (!values.containsKey("image")) {
            return null;
        }
        int[] sizes = Arrays.stream(values.get("image").split("x"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new ImageShape(sizes[0], sizes[1], sizes[2]);
    }

    /** As lists print themselves. */
    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.replaceAll("[\\[\\] ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
    }
}
