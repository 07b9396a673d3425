package io.neuralentropy.events.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.io.IOException;

/** Writes one event; which fields it has and in what order. */
final class EventWriter {
    private final JsonOut out;

    EventWriter(JsonGenerator json) {
        this.out = new JsonOut(json);
    }

    void write(Event event) throws IOException {
        out.begin();
        common(event);
        if (event instanceof Step step) {
            step(step);
        } else if (event instanceof Steps steps) {
            steps(steps);
        } else if (event instanceof RunStarted started) {
            runStarted(started);
        } else if (event instanceof Evaluation evaluation) {
            evaluation(evaluation);
        } else if (event instanceof Checkpoint checkpoint) {
            out.integer("step", checkpoint.step());
        } else if (event instanceof RunPaused paused) {
            runPaused(paused);
        } else if (event instanceof RunFinished finished) {
            runFinished(finished);
        }
        out.end();
    }

    private void common(Event event) throws IOException {
        out.integer("schema", EventCodec.SCHEMA);
        out.text("type", event.type().wireName());
        out.text("run", event.run());
        out.integer("attempt", event.origin().attempt());
        out.integer("rank", event.origin().rank());
        out.integer("time", event.origin().time());
    }

    private void runStarted(RunStarted event) throws IOException {
        out.text("name", event.name());
        out.text("group", event.group());
        out.texts("labels", event.labels());
        out.text("model", event.model());
        out.count("parameters", event.parameters());
        out.text("objective", event.objective());
        process(event.process());
        if (Absent.isPresent(event.logSnrLow()) && Absent.isPresent(event.logSnrHigh())) {
            out.numbers("logSnrRange", new double[] {event.logSnrLow(), event.logSnrHigh()});
        }
        out.count("dimension", event.dimension());
        dataset(event.dataset());
        out.count("batchSize", event.batchSize());
        out.count("plannedSteps", event.plannedSteps());
        out.integer("firstStep", event.firstStep());
        estimate("totalEntropy", event.totalEntropy());
        estimate("totalEntropyLower", event.totalEntropyLower());
        estimate("totalEntropyUpper", event.totalEntropyUpper());
        estimate("gaussianEntropy", event.gaussianEntropy());
        out.numbers("profileEdges", event.profileEdges());
        out.text("profileAxis", event.profileAxis());
        out.text("follow", event.follow());
    }

    private void process(RunStarted.Process process) throws IOException {
        if (process != null) {
            out.begin("process");
            out.text("name", process.name());
            out.entries(process.numbers());
            out.end();
        }
    }

    private void dataset(RunStarted.Dataset dataset) throws IOException {
        if (dataset != null) {
            out.begin("dataset");
            out.text("name", dataset.name());
            out.count("size", dataset.size());
            out.end();
        }
    }

    private void estimate(String field, EntropyEstimate estimate) throws IOException {
        if (estimate != null) {
            out.begin(field);
            out.number("nats", estimate.nats());
            if (!Double.isNaN(estimate.standardError())) {
                out.number("standardError", estimate.standardError());
            }
            out.text("method", estimate.method());
            out.end();
        }
    }

    private void step(Step event) throws IOException {
        out.integer("step", event.step());
        if (event.span() != 1) {
            out.integer("span", event.span());
        }
        out.count("samples", event.samples());
        out.number("loss", event.loss());
        moments("neuralEntropy", event.neuralEntropy());
        moments("learnedEntropy", event.learnedEntropy());
        if (event.profile() != null) {
            out.begin("profile");
            profile(event.profile());
        }
        out.number("learningRate", event.learningRate());
        out.number("gradientNorm", event.gradientNorm());
        out.number("seconds", event.seconds());
        out.number("energyJoules", event.energyJoules());
        out.number("gpuMemoryBytes", event.gpuMemoryBytes());
        out.numbers("layerEntropy", event.layerEntropy());
        out.numbers("transferEntropy", event.transferEntropy());
    }

    private void moments(String field, Moments moments) throws IOException {
        if (moments != null) {
            out.begin(field);
            out.number("mean", moments.mean());
            if (moments.hasVariance()) {
                out.number("variance", moments.variance());
            }
            out.integer("count", moments.count());
            out.end();
        }
    }

    /** Ends the object that the caller has begun. */
    private void profile(Profile profile) throws IOException {
        out.integers("count", profile.count());
        out.numbers("neural", profile.neural());
        out.numbers("learned", profile.learned());
        out.end();
    }

    private void steps(Steps event) throws IOException {
        out.integer("first", event.first());
        out.integers("samples", event.samples());
        out.column("loss", event.loss());
        moments("neuralEntropy", event.neuralEntropy());
        moments("learnedEntropy", event.learnedEntropy());
        profiles(event.profile());
        out.column("learningRate", event.learningRate());
        out.column("gradientNorm", event.gradientNorm());
        out.column("seconds", event.seconds());
        out.column("energyJoules", event.energyJoules());
        out.column("gpuMemoryBytes", event.gpuMemoryBytes());
        out.columns("layerEntropy", event.layerEntropy());
        out.columns("transferEntropy", event.transferEntropy());
    }

    private void moments(String field, Steps.Column column) throws IOException {
        if (column != null) {
            out.begin(field);
            out.numbers("mean", column.mean());
            out.numbers("variance", column.variance());
            out.integers("count", column.count());
            out.end();
        }
    }

    private void profiles(Profile[] profiles) throws IOException {
        if (profiles != null) {
            out.beginArray("profile");
            for (Profile profile : profiles) {
                if (profile == null) {
                    out.nothing();
                } else {
                    out.begin();
                    profile(profile);
                }
            }
            out.endArray();
        }
    }

    private void evaluation(Evaluation event) throws IOException {
        out.integer("step", event.step());
        out.text("split", event.split());
        moments("neuralEntropy", event.neuralEntropy());
        moments("learnedEntropy", event.learnedEntropy());
        if (event.profile() != null) {
            out.begin("profile");
            out.numbers("at", event.profile().at());
            out.numbers("neural", event.profile().neural());
            out.numbers("learned", event.profile().learned());
            out.numbers("standardError", event.profile().standardError());
            out.end();
        }
        out.number("klBound", event.klBound());
        out.number("logLikelihood", event.logLikelihood());
        out.numbers("transport", event.transport());
        out.numbers("layerEntropy", event.layerEntropy());
        out.numbers("transferEntropy", event.transferEntropy());
        out.number("loss", event.loss());
        out.numbers("scores", event.scores());
    }

    private void runPaused(RunPaused event) throws IOException {
        out.text("reason", event.reason());
        out.number("seconds", event.seconds());
        out.count("step", event.step());
    }

    private void runFinished(RunFinished event) throws IOException {
        out.text("status", event.status().wireName());
        out.text("reason", event.reason());
        out.count("step", event.step());
    }
}
