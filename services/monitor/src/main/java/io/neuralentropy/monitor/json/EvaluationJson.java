package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import io.neuralentropy.monitor.snapshot.Estimate;
import java.io.IOException;
import java.util.List;

/** The latest evaluation of each split, as a member of a run. */
final class EvaluationJson {
    private EvaluationJson() {}

    static void write(JsonGenerator json, List<Evaluation> evaluations) throws IOException {
        json.writeArrayFieldStart("evaluations");
        for (Evaluation evaluation : evaluations) {
            json.writeStartObject();
            members(json, evaluation);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void members(JsonGenerator json, Evaluation evaluation) throws IOException {
        Json.text(json, "split", evaluation.split());
        json.writeNumberField("step", evaluation.step());
        json.writeNumberField("time", evaluation.origin().time());
        Json.estimate(json, "neuralEntropy", estimate(evaluation.neuralEntropy()));
        Json.estimate(json, "learnedEntropy", estimate(evaluation.learnedEntropy()));
        Json.number(json, "klBound", evaluation.klBound());
        Json.number(json, "logLikelihood", evaluation.logLikelihood());
        grid(json, evaluation.profile());
        Json.numbers(json, "transport", evaluation.transport());
        Json.numbers(json, "layerEntropy", evaluation.layerEntropy());
        Json.numbers(json, "transferEntropy", evaluation.transferEntropy());
        Json.number(json, "loss", evaluation.loss());
        Json.numbers(json, "scores", evaluation.scores());
    }

    /** Moments state the squared standard error times the count (docs/events.md, Moments). */
    private static Estimate estimate(Moments moments) {
        return moments == null
                ? Estimate.UNKNOWN
                : new Estimate(moments.mean(), Math.sqrt(moments.variance() / moments.count()));
    }

    private static void grid(JsonGenerator json, Evaluation.Grid grid) throws IOException {
        if (grid != null) {
            json.writeObjectFieldStart("profile");
            Json.numbers(json, "at", grid.at());
            Json.numbers(json, "neural", grid.neural());
            Json.numbers(json, "learned", grid.learned());
            Json.numbers(json, "standardError", grid.standardError());
            json.writeEndObject();
        }
    }
}
