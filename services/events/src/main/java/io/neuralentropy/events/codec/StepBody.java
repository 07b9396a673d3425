package io.neuralentropy.events.codec;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import java.io.IOException;
import java.util.Map;

final class StepBody implements Body {
    private long step;
    private int span = 1;
    private long samples;
    private double loss = Absent.NUMBER;
    private Moments neuralEntropy;
    private Moments learnedEntropy;
    private Profile profile;
    private double learningRate = Absent.NUMBER;
    private double gradientNorm = Absent.NUMBER;
    private double seconds = Absent.NUMBER;
    private double energyJoules = Absent.NUMBER;
    private double gpuMemoryBytes = Absent.NUMBER;
    private Map<String, Double> layerEntropy;
    private Map<String, Double> transferEntropy;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        switch (field) {
            case "step" -> step = in.integer(field, 1);
            case "span" -> span = (int) in.integer(field, 1, Step.MAX_SPAN);
            case "samples" -> samples = in.integer(field, 0);
            case "loss" -> loss = in.number(field, Range.ANY);
            case "neuralEntropy" -> neuralEntropy = Shapes.moments(in, field);
            case "learnedEntropy" -> learnedEntropy = Shapes.moments(in, field);
            case "profile" -> profile = Shapes.profile(in, field);
            case "learningRate" -> learningRate = in.number(field, Range.ANY);
            case "gradientNorm" -> gradientNorm = in.number(field, Range.ANY);
            case "seconds" -> seconds = in.number(field, Range.FINITE_NOT_NEGATIVE);
            case "energyJoules" -> energyJoules = in.number(field, Range.FINITE_NOT_NEGATIVE);
            case "gpuMemoryBytes" -> gpuMemoryBytes = in.number(field, Range.FINITE_NOT_NEGATIVE);
            case "layerEntropy" -> layerEntropy = Shapes.numbers(in, field);
            case "transferEntropy" -> transferEntropy = Shapes.numbers(in, field);
            default -> in.unknown(field);
        }
    }

    @Override
    public void check(JsonIn in) {
        Shapes.require(in, "step", step != 0);
        if (span > step) {
            in.outOfRange("span", "must not be greater than step");
        }
    }

    @Override
    public Event build(Origin origin) {
        return new Step(
                origin,
                step,
                span,
                samples,
                loss,
                neuralEntropy,
                learnedEntropy,
                profile,
                learningRate,
                gradientNorm,
                seconds,
                energyJoules,
                gpuMemoryBytes,
                layerEntropy,
                transferEntropy);
    }
}
