package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Measures;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RollingProfile;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import io.neuralentropy.monitor.snapshot.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A run as one JSON object. Names and units are those of the events and of {@link RunSnapshot}; {@code openapi.json}
 * says them to clients. Unknown values are left out.
 */
public final class RunJson {
    /** Member that says whether a run is told as it is now, by the instance that owns it, or as it was last written down. */
    static final String LIVE = "live";

    /** Member of a record of run metrics that held the curve before there was a topic of run curves. */
    static final String CURVE = "curve";

    /** Member of a record of run metrics that says which application wrote it. */
    static final String APPLICATION = "application";

    /** Members that add up to how many steps a run's numbers were ever drawn from. */
    static final String ACCEPTED_STEPS = "acceptedSteps";

    static final String SUPERSEDED_STEPS = "supersededSteps";

    /** Members by which a list of runs is filtered. */
    public static final String GROUP = "group";

    public static final String STATE = "state";

    private static final int MAX_NAMED_RANKS = 16;

    static final String TOTAL_ENTROPY = "totalEntropy";

    private RunJson() {}

    /** What a list needs: all of a live run but what grows with its ranks, bins and evaluations. */
    public static void writeSummary(JsonGenerator json, RunSnapshot run) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", run.run());
        json.writeBooleanField(LIVE, true);
        members(json, run);
        json.writeEndObject();
    }

    /** All of a live run but its curve. */
    public static void write(JsonGenerator json, RunSnapshot run) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", run.run());
        json.writeBooleanField(LIVE, true);
        members(json, run);
        longMembers(json, run);
        json.writeEndObject();
    }

    /**
     * A record of run metrics: all of a run but its curve, see {@link CurveBlock}. {@link RunRecord} takes it apart.
     *
     * @param application that writes it
     */
    public static byte[] record(RunSnapshot run, String application) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("run", run.run());
            json.writeStringField(APPLICATION, application);
            members(json, run);
            longMembers(json, run);
            json.writeEndObject();
        });
    }

    /** The total entropy that a run's JSON states, nats; NaN where it states none. */
    public static double totalEntropy(byte[] run) {
        return number(run, TOTAL_ENTROPY);
    }

    static double number(byte[] run, String name) {
        return member(run, name, CurveTable::number).orElse(Double.NaN);
    }

    /** A text that a run's JSON states under that name; null where it states none. */
    public static String text(byte[] run, String name) {
        return member(run, name, JsonParser::getText).orElse(null);
    }

    private interface Value<T> {
        T read(JsonParser in) throws IOException;
    }

    private static <T> Optional<T> member(byte[] run, String name, Value<T> value) {
        try (JsonParser in = Json.parser(run)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals(name);
                in.nextToken();
                if (found) {
                    return Optional.of(value.read(in));
                }
                in.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was written by us
        }
    }

    private static void longMembers(JsonGenerator json, RunSnapshot run) throws IOException {
        StandingJson.writeChanges(json, run.standing());
        ranks(json, run);
        profile(json, run.profile());
        EvaluationJson.write(json, run.evaluations());
    }

    private static void members(JsonGenerator json, RunSnapshot run) throws IOException {
        if (run.about() != null) {
            about(json, run.about());
        }
        life(json, run);
        StandingJson.write(json, run.standing());
        Json.estimate(json, "neuralEntropy", run.neuralEntropy());
        Json.estimate(json, "learnedEntropy", run.learnedEntropy());
        references(json, run);
        measures(json, run.measures());
        progress(json, run.progress());
        counts(json, run.counts());
        Json.count(json, "lastCheckpoint", run.lastCheckpoint());
        named(json, "silentRanks", run, RankProgress::silent);
        named(json, "divergedRanks", run, RankProgress::diverged);
        warnings(json, run.warnings());
    }

    private static void about(JsonGenerator json, RunStarted about) throws IOException {
        Json.text(json, "name", about.name());
        Json.text(json, GROUP, about.group());
        if (!about.labels().isEmpty()) {
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : new TreeMap<>(about.labels()).entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        }
        Json.text(json, "model", about.model());
        Json.count(json, "parameters", about.parameters());
        Json.text(json, "objective", about.objective());
        process(json, about);
        Json.count(json, "dimension", about.dimension());
        dataset(json, about.dataset());
        Json.count(json, "batchSize", about.batchSize());
        Json.text(json, "follow", about.follow());
        Json.count(json, "plannedSteps", about.plannedSteps());
    }

    private static void process(JsonGenerator json, RunStarted about) throws IOException {
        if (about.process() != null) {
            json.writeObjectFieldStart("process");
            Json.text(json, "name", about.process().name());
            Json.sortedNumbers(json, about.process().numbers());
            json.writeEndObject();
        }
        if (!Double.isNaN(about.logSnrLow()) && !Double.isNaN(about.logSnrHigh())) {
            Json.numbers(json, "logSnrRange", new double[] {about.logSnrLow(), about.logSnrHigh()});
        }
    }

    private static void dataset(JsonGenerator json, RunStarted.Dataset dataset) throws IOException {
        if (dataset != null) {
            json.writeObjectFieldStart("dataset");
            Json.text(json, "name", dataset.name());
            Json.count(json, "size", dataset.size());
            json.writeEndObject();
        }
    }

    private static void life(JsonGenerator json, RunSnapshot run) throws IOException {
        json.writeNumberField("attempt", run.attempt());
        json.writeNumberField("step", run.step());
        if (run.finished() == null) {
            json.writeStringField("status", "running");
        } else {
            json.writeStringField("status", run.finished().status().wireName());
            Json.text(json, "reason", run.finished().reason());
        }
        Json.count(json, "startTime", run.firstEventTime());
        Json.count(json, "lastEventTime", run.lastEventTime());
    }

    private static void references(JsonGenerator json, RunSnapshot run) throws IOException {
        RunStarted about = run.about();
        EntropyEstimate total = about == null ? null : about.totalEntropy();
        if (total != null) {
            Json.number(json, TOTAL_ENTROPY, total.nats());
            Json.number(json, "totalEntropyStandardError", total.standardError());
            Json.text(json, "totalEntropyMethod", total.method());
        }
        lower(json, run.measures().totalLower());
        upper(json, about == null ? null : about.totalEntropyUpper());
        nats(json, "gaussianEntropy", about == null ? null : about.gaussianEntropy());
    }

    private static void lower(JsonGenerator json, LowerBound lower) throws IOException {
        Json.number(json, "totalEntropyLower", lower.nats());
        Json.text(
                json,
                "totalEntropyLowerSource",
                lower.source() == null ? null : lower.source().wireName());
    }

    private static void upper(JsonGenerator json, EntropyEstimate stated) throws IOException {
        if (stated != null) {
            Json.number(json, "totalEntropyUpper", new Estimate(stated.nats(), stated.standardError()).upperEnd());
        }
    }

    private static void nats(JsonGenerator json, String name, EntropyEstimate entropy) throws IOException {
        if (entropy != null) {
            Json.number(json, name, entropy.nats());
        }
    }

    private static void measures(JsonGenerator json, Measures measures) throws IOException {
        Json.estimate(json, "encodingEfficiency", measures.encodingEfficiency());
        Json.number(json, "learnedRatio", measures.learnedRatio());
        Json.number(json, "learnedRatioLower", measures.learnedRatioLower());
        Json.number(json, "learnedRatioUpper", measures.learnedRatioUpper());
        Json.number(json, "informationGap", measures.informationGap());
        Json.number(json, "beyondGaussian", measures.beyondGaussian());
        Json.number(json, "outputScale", measures.outputScale());
        Json.estimate(json, "heldOutGap", measures.heldOutGap());
        Json.estimate(json, "heldOutBound", measures.heldOutBound());
        Json.number(json, "memorisedRatio", measures.memorisedRatio());
        Json.estimate(json, "absorption", measures.absorption());
        Json.number(json, "absorptionPerSample", measures.absorptionPerSample());
        Json.estimate(json, "gainOfDoubling", measures.gainOfDoubling());
        Json.number(json, "bitsPerParameter", measures.bitsPerParameter());
        Json.number(json, "natsPerJoule", measures.natsPerJoule());
    }

    private static void progress(JsonGenerator json, Progress progress) throws IOException {
        Json.number(json, "loss", progress.loss());
        Json.number(json, "gradientNorm", progress.gradientNorm());
        Json.number(json, "learningRate", progress.learningRate());
        Json.number(json, "stepsPerSecond", progress.stepsPerSecond());
        Json.number(json, "samplesPerSecond", progress.samplesPerSecond());
        Json.number(json, "etaSeconds", progress.etaSeconds());
        Json.count(json, "samples", progress.samples());
        Json.number(json, "seconds", progress.seconds());
        Json.number(json, "energyJoules", progress.energyJoules());
        Json.number(json, "gpuMemoryBytes", progress.gpuMemoryBytes());
        Json.number(json, "heldOutLoss", progress.heldOutLoss());
    }

    private static void counts(JsonGenerator json, StepCounts counts) throws IOException {
        json.writeNumberField("receivedSteps", counts.accepted() + counts.duplicate() + counts.superseded());
        json.writeNumberField(ACCEPTED_STEPS, counts.accepted());
        json.writeNumberField("duplicateSteps", counts.duplicate());
        json.writeNumberField(SUPERSEDED_STEPS, counts.superseded());
        json.writeNumberField("lateSteps", counts.late());
        json.writeNumberField("missingSteps", counts.missing());
    }

    private static void ranks(JsonGenerator json, RunSnapshot run) throws IOException {
        json.writeArrayFieldStart("ranks");
        for (RankProgress rank : run.ranks()) {
            json.writeStartObject();
            json.writeNumberField("rank", rank.rank());
            json.writeNumberField("step", rank.step());
            json.writeNumberField("missingSteps", rank.missing());
            Json.count(json, "lastEventTime", rank.lastEventTime());
            flag(json, "silent", rank.silent());
            flag(json, "diverged", rank.diverged());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void flag(JsonGenerator json, String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    /** The first few ranks that stand out; left out where none does. */
    private static void named(JsonGenerator json, String name, RunSnapshot run, Predicate<RankProgress> which)
            throws IOException {
        int[] ranks = run.ranks().stream()
                .filter(which)
                .mapToInt(RankProgress::rank)
                .limit(MAX_NAMED_RANKS)
                .toArray();
        if (ranks.length > 0) {
            json.writeFieldName(name);
            json.writeArray(ranks, 0, ranks.length);
        }
    }

    /** Left out where there is none. */
    private static void warnings(JsonGenerator json, List<Warning> warnings) throws IOException {
        if (!warnings.isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (Warning warning : warnings) {
                json.writeStartObject();
                json.writeStringField("code", warning.code().wireName());
                json.writeStringField("text", warning.text());
                json.writeNumberField("count", warning.count());
                json.writeNumberField("step", warning.step());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void profile(JsonGenerator json, RollingProfile profile) throws IOException {
        if (profile != null) {
            json.writeObjectFieldStart("profile");
            Json.numbers(json, "edges", profile.edges());
            Json.text(json, "axis", profile.axis());
            Json.numbers(json, "neural", profile.neural());
            Json.numbers(json, "learned", profile.learned());
            json.writeEndObject();
        }
    }
}
