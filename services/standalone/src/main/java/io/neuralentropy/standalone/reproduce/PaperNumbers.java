package io.neuralentropy.standalone.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The numbers that the paper and its code give, each with its certainty: the one home of them is {@code paper.json} beside this
 * class. Entropies in nats per data point. Immutable.
 */
final class PaperNumbers {
    private final JsonNode root;

    private PaperNumbers(JsonNode root) {
        this.root = root;
    }

    static PaperNumbers load() {
        try (InputStream file = PaperNumbers.class.getResourceAsStream("paper.json")) {
            return new PaperNumbers(new ObjectMapper().readTree(file));
        } catch (IOException notHere) {
            throw new UncheckedIOException(notHere);
        }
    }

    /** Where the numbers are from. */
    String source() {
        return root.path("source").asText();
    }

    /** S_NN on held-out points by epoch, in nats; empty where the paper shows no such curve. */
    NavigableMap<Integer, Reference> learningCurve(String process, int dimension) {
        NavigableMap<Integer, Reference> points = new TreeMap<>();
        for (JsonNode curve : root.path("learningCurves").path("curves")) {
            if (isOf(curve, process, dimension)) {
                curve.path("points")
                        .forEach(point -> points.put(point.path("epoch").asInt(), reference(point, curve)));
            }
        }
        return Collections.unmodifiableNavigableMap(points);
    }

    /** The epochs at which learning curves are known, ascending. */
    List<Integer> epochs() {
        return root.path("learningCurves").findValues("epoch").stream()
                .map(JsonNode::asInt)
                .distinct()
                .sorted()
                .toList();
    }

    /** S_tot of the paper's mixture, nats; its own is from 1e4 samples. */
    Optional<Reference> totalEntropy(String process, int dimension) {
        return StreamSupport.stream(
                        root.path("learningCurves").path("totalEntropy").spliterator(), false)
                .filter(total -> isOf(total, process, dimension))
                .map(total -> reference(total, total))
                .findFirst();
    }

    /** A number about the rates of VPx, D = 6: {@code analyticPeak} (nats per unit of s), {@code analyticPeakAt} and so on. */
    Reference rates(String name) {
        JsonNode number = root.path("rates").path(name);
        return reference(number, number);
    }

    /** The epoch at which a number about the learned rates was read. */
    int ratesEpoch(String name) {
        return root.path("rates").path(name).path("epoch").asInt();
    }

    /** S_NN of fully trained networks by the size N of their data set. */
    record Storage(String data, String network, Map<Integer, Reference> nats, double slope) {}

    /** What the paper found of S_NN against N, on images. */
    List<Storage> storageLaws() {
        List<Storage> laws = new ArrayList<>();
        for (JsonNode law : root.path("storageLaw").path("laws")) {
            Map<Integer, Reference> nats = new TreeMap<>();
            for (int i = 0; i < law.path("size").size(); i++) {
                double value = law.path("nats").path(i).asDouble();
                nats.put(
                        law.path("size").path(i).asInt(),
                        Reference.of(value, law.path("error").asDouble(), certainty(law)));
            }
            laws.add(new Storage(
                    law.path("data").asText(),
                    law.path("network").asText(),
                    nats,
                    law.path("slope").asDouble()));
        }
        return laws;
    }

    private static boolean isOf(JsonNode node, String process, int dimension) {
        return node.path("process").asText().equals(process)
                && node.path("dimension").asInt() == dimension;
    }

    /** What a number does not say of itself, those around it say. */
    private static Reference reference(JsonNode number, JsonNode around) {
        if (number.has("low")) {
            return Reference.between(
                    number.path("low").asDouble(), number.path("high").asDouble(), certainty(around));
        }
        JsonNode error = number.has("error") ? number.path("error") : around.path("error");
        return Reference.of(number.path("value").asDouble(), error.asDouble(), certainty(around));
    }

    private static Certainty certainty(JsonNode node) {
        String name = node.path("certainty").asText();
        return Arrays.stream(Certainty.values())
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no certainty of " + node));
    }
}
