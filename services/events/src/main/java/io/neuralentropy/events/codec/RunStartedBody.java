package io.neuralentropy.events.codec;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunStarted;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

final class RunStartedBody implements Body {
    private static final int MAX_LABELS = 16;
    private static final int MAX_LABEL_VALUE = 128;

    private final RunStarted.Builder event = RunStarted.of(null);
    private String profileAxis;
    private double[] profileEdges;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        switch (field) {
            case "name" -> event.name(in.text(field));
            case "group" -> event.group(in.text(field));
            case "labels" -> event.labels(labels(in, field));
            case "model" -> event.model(in.text(field));
            case "parameters" -> event.parameters(in.integer(field, 0));
            case "objective" -> event.objective(in.text(field));
            case "process" -> event.process(process(in, field));
            case "logSnrRange" -> logSnrRange(in, field);
            case "dimension" -> event.dimension((int) in.integer(field, 0, Integer.MAX_VALUE));
            case "dataset" -> event.dataset(dataset(in, field));
            case "batchSize" -> event.batchSize(in.integer(field, 0));
            case "plannedSteps" -> event.plannedSteps(in.integer(field, 0));
            case "firstStep" -> event.firstStep(in.integer(field, 1));
            case "totalEntropy" -> event.totalEntropy(Shapes.estimate(in, field));
            case "totalEntropyLower" -> event.totalEntropyLower(Shapes.estimate(in, field));
            case "totalEntropyUpper" -> event.totalEntropyUpper(Shapes.estimate(in, field));
            case "gaussianEntropy" -> event.gaussianEntropy(Shapes.estimate(in, field));
            case "profileEdges" -> profileEdges = ascending(in, field, Profile.MAX_BINS + 1);
            case "profileAxis" -> profileAxis = in.oneOf(field, "diffusion-time", "log-snr");
            case "follow" -> event.follow(in.oneOf(field, "neural", "learned", "loss"));
            default -> in.unknown(field);
        }
    }

    private static Map<String, String> labels(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        in.leave(outer); // names in here are the sender's: faults name the field alone
        Map<String, String> labels = new LinkedHashMap<>();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            if (!isLabelName(name)) {
                in.outOfRange(field, "must have keys like [a-zA-Z_][a-zA-Z0-9_]*, at most 256 characters");
            }
            labels.put(name, in.text(field, MAX_LABEL_VALUE));
        }
        if (labels.size() > MAX_LABELS) {
            in.outOfRange(field, "must be at most " + MAX_LABELS);
        }
        return in.hasFault() ? null : labels;
    }

    private static boolean isLabelName(String name) {
        if (name.isEmpty() || name.length() > JsonIn.MAX_TEXT) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** The name and any numbers; what is neither is unknown and skipped. */
    private static RunStarted.Process process(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        String processName = null;
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            if (name.equals("name")) {
                processName = in.text(name);
            } else if (name.equals("kappa")) {
                numbers.put(name, in.number(name, Range.ANY));
            } else if (in.isNumber()) {
                in.checkText(field, name, JsonIn.MAX_TEXT);
                numbers.put(name, in.number("entries", Range.ANY));
            } else {
                in.skip();
            }
        }
        in.leave(outer);
        return new RunStarted.Process(processName, numbers);
    }

    private static RunStarted.Dataset dataset(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        String datasetName = null;
        long size = 0;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "name" -> datasetName = in.text(name);
                case "size" -> size = in.integer(name, 0);
                default -> in.skip();
            }
        }
        in.leave(outer);
        return new RunStarted.Dataset(datasetName, size);
    }

    private void logSnrRange(JsonIn in, String field) throws IOException {
        double[] range = ascending(in, field, 2);
        if (range != null) {
            event.logSnrRange(range[0], range[1]);
        }
    }

    private static double[] ascending(JsonIn in, String field, int most) throws IOException {
        double[] numbers = in.numbers(field, most, Range.FINITE, false);
        if (numbers == null) {
            return null;
        }
        boolean ascending = numbers.length >= 2;
        for (int i = 1; i < numbers.length; i++) {
            ascending &= numbers[i] > numbers[i - 1];
        }
        if (!ascending) {
            in.outOfRange(field, "must be at least two numbers in ascending order");
            return null;
        }
        return numbers;
    }

    @Override
    public void check(JsonIn in) {}

    @Override
    public Event build(Origin origin) {
        return event.profile(profileAxis, profileEdges).origin(origin).build();
    }
}
