package io.neuralentropy.events.codec;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import java.io.IOException;
import java.util.Map;

final class EvaluationBody implements Body {
    /** The most points of a grid. */
    static final int MAX_GRID = 1024;

    private long step = -1;
    private String split;
    private Moments neuralEntropy;
    private Moments learnedEntropy;
    private Evaluation.Grid profile;
    private double klBound = Absent.NUMBER;
    private double logLikelihood = Absent.NUMBER;
    private Map<String, Double> transport;
    private Map<String, Double> layerEntropy;
    private Map<String, Double> transferEntropy;
    private double loss = Absent.NUMBER;
    private Map<String, Double> scores;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        switch (field) {
            case "step" -> step = in.integer(field, 0);
            case "split" -> split = in.oneOf(field, "train", "held-out");
            case "neuralEntropy" -> neuralEntropy = Shapes.moments(in, field);
            case "learnedEntropy" -> learnedEntropy = Shapes.moments(in, field);
            case "profile" -> profile = grid(in, field);
            case "klBound" -> klBound = in.number(field, Range.ANY);
            case "logLikelihood" -> logLikelihood = in.number(field, Range.ANY);
            case "transport" -> transport = Shapes.numbers(in, field);
            case "layerEntropy" -> layerEntropy = Shapes.numbers(in, field);
            case "transferEntropy" -> transferEntropy = Shapes.numbers(in, field);
            case "loss" -> loss = in.number(field, Range.ANY);
            case "scores" -> scores = scores(in, field);
            default -> in.unknown(field);
        }
    }

    private static Map<String, Double> scores(JsonIn in, String field) throws IOException {
        Map<String, Double> scores = Shapes.numbers(in, field, Range.FINITE);
        if (scores != null && scores.size() > Evaluation.MAX_SCORES) {
            in.outOfRange(field, "must be at most " + Evaluation.MAX_SCORES);
        }
        return scores;
    }

    private static Evaluation.Grid grid(JsonIn in, String field) throws IOException {
        String outer = in.path();
        if (!in.enter(field)) {
            return null;
        }
        double[] at = null;
        double[] neural = null;
        double[] learned = null;
        double[] standardError = null;
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "at" -> at = in.numbers(name, MAX_GRID, Range.FINITE, false);
                case "neural" -> neural = in.numbers(name, MAX_GRID, Range.ANY, false);
                case "learned" -> learned = in.numbers(name, MAX_GRID, Range.ANY, false);
                case "standardError" -> standardError = in.numbers(name, MAX_GRID, Range.NOT_NEGATIVE, false);
                default -> in.skip();
            }
        }
        Shapes.require(in, "at", at != null);
        Shapes.require(in, "neural", neural != null);
        in.leave(outer);
        if (in.hasFault()) {
            return null;
        }
        boolean equal = neural.length == at.length
                && (learned == null || learned.length == at.length)
                && (standardError == null || standardError.length == at.length);
        if (!equal) {
            in.outOfRange(field, "must have arrays of one length");
        }
        return new Evaluation.Grid(at, neural, learned, standardError);
    }

    @Override
    public void check(JsonIn in) {
        Shapes.require(in, "step", step >= 0);
        Shapes.require(in, "split", split != null);
    }

    @Override
    public Event build(Origin origin) {
        return new Evaluation(
                origin,
                step,
                split,
                neuralEntropy,
                learnedEntropy,
                profile,
                klBound,
                logLikelihood,
                transport,
                layerEntropy,
                transferEntropy,
                loss,
                scores);
    }
}
