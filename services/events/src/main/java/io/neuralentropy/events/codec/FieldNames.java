package io.neuralentropy.events.codec;

import io.neuralentropy.events.EventType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names of the protocol's fields, and what people write instead of them: in another case, with a slip, or as another tool calls it.
 */
final class FieldNames {
    private static final List<String> COMMON = List.of("schema", "type", "run", "time", "attempt", "rank");

    private static final List<String> STEP = List.of(
            "samples",
            "loss",
            "neuralEntropy",
            "learnedEntropy",
            "profile",
            "learningRate",
            "gradientNorm",
            "seconds",
            "energyJoules",
            "gpuMemoryBytes",
            "layerEntropy",
            "transferEntropy",
            "span");

    private static final Map<EventType, Map<String, String>> KNOWN = new EnumMap<>(EventType.class);

    static {
        known(EventType.STEP, STEP, List.of("step"));
        known(EventType.STEPS, STEP, List.of("first"));
        known(
                EventType.RUN_STARTED,
                List.of("name", "group", "labels", "model", "parameters", "objective", "process", "logSnrRange"),
                List.of("dimension", "dataset", "batchSize", "plannedSteps", "firstStep", "follow"),
                List.of("totalEntropy", "totalEntropyLower", "totalEntropyUpper", "gaussianEntropy"),
                List.of("profileEdges", "profileAxis"));
        known(
                EventType.EVALUATION,
                List.of("step", "split", "neuralEntropy", "learnedEntropy", "profile", "klBound", "logLikelihood"),
                List.of("transport", "layerEntropy", "transferEntropy", "loss", "scores"));
        known(EventType.CHECKPOINT, List.of("step"));
        known(EventType.RUN_PAUSED, List.of("reason", "seconds", "step"));
        known(EventType.RUN_FINISHED, List.of("status", "reason", "step"));
    }

    /** Where a name of another type is looked up: who writes one means most likely the first of these that has it. */
    private static final List<EventType> OWNERS =
            List.of(EventType.STEP, EventType.EVALUATION, EventType.RUN_STARTED, EventType.RUN_FINISHED);

    private static final String SCORE = "an entry of scores";

    /** Names that other tools use, {@linkplain #plain plain}, and the field that is meant. */
    private static final Map<String, String> CALLED = new HashMap<>();

    /** Likewise, of what is measured on other points than those trained on. */
    private static final Map<String, String> EVALUATED = new HashMap<>();

    static {
        called("learningRate", "lr", "learnrate", "currentlr");
        called("gradientNorm", "gradnorm", "gradientnorms", "gnorm", "totalnorm");
        called("loss", "trainloss", "trainingloss", "losstrain", "batchloss");
        called("step", "globalstep", "iteration", "iter", "trainstep", "currentstep", "optimizerstep");
        called("samples", "microbatchsize", "localbatchsize", "numsamples", "nsamples");
        called("seconds", "duration", "elapsed", "steptime", "stepseconds", "timeperstep", "secondsperstep");
        called("gpuMemoryBytes", "gpumemory", "gpumem", "memorybytes", "cudamemory", "peakmemory");
        called("energyJoules", "energy", "joules");
        called("neuralEntropy", "snn", "entropy");
        called("learnedEntropy", "slin");
        called("time", "timestamp", "ts", "walltime", "datetime");
        called("run", "runid", "runname", "experiment", "experimentid");
        called("rank", "localrank", "globalrank", "processindex", "workerrank");
        called("group", "project", "projectname", "experimentgroup");
        called("labels", "tags", "config", "hyperparameters", "hparams", "params");
        called("parameters", "numparameters", "numparams", "nparams", "modelparameters", "parametercount");
        called("plannedSteps", "totalsteps", "maxsteps", "numsteps", "nsteps", "trainsteps", "numepochs", "epochs");
        called("firstStep", "startstep", "initialstep", "resumestep", "startingstep");
        called("batchSize", "globalbatchsize", "trainbatchsize", "bs");
        called("dataset", "datasetname", "datasetsize", "data");
        called("logSnrRange", "snrrange", "logsnr");
        called("totalEntropy", "stot");
        evaluated("loss", "evalloss", "valloss", "validloss", "validationloss", "testloss", "heldoutloss", "devloss");
        evaluated(
                SCORE, "epoch", "accuracy", "acc", "evalaccuracy", "valaccuracy", "testaccuracy", "evalacc", "valacc");
        evaluated(
                SCORE, "top1", "top5", "f1", "f1score", "fid", "bleu", "rouge", "auc", "perplexity", "ppl", "metrics");
    }

    /** A slip is looked for in names of at least this length: shorter words are near to too many others. */
    private static final int LONG_ENOUGH = 5;

    private static final int LONG = 8;

    private FieldNames() {}

    @SafeVarargs
    private static void known(EventType type, List<String>... names) {
        Map<String, String> known = new HashMap<>();
        COMMON.forEach(name -> known.put(plain(name), name));
        for (List<String> some : names) {
            some.forEach(name -> known.put(plain(name), name));
        }
        KNOWN.put(type, known);
    }

    private static void called(String field, String... names) {
        for (String name : names) {
            CALLED.put(name, plain(field));
        }
    }

    private static void evaluated(String field, String... names) {
        for (String name : names) {
            EVALUATED.put(name, field);
        }
    }

    /** Names of the fields of a type, by their {@linkplain #plain plain} form. */
    static Map<String, String> of(EventType type) {
        return KNOWN.get(type);
    }

    /** What a name of a field that this type does not have was probably meant to be; null where it is like none. */
    static String meant(EventType type, String name) {
        String plain = plain(name);
        String evaluated = EVALUATED.get(plain);
        if (evaluated != null) {
            return in(type, EventType.EVALUATION, evaluated);
        }
        String field = CALLED.getOrDefault(plain, plain);
        if (KNOWN.get(type).containsKey(field)) {
            return KNOWN.get(type).get(field);
        }
        for (EventType owner : OWNERS) {
            if (KNOWN.get(owner).containsKey(field)) {
                return in(type, owner, KNOWN.get(owner).get(field));
            }
        }
        return misspelt(type, plain);
    }

    private static String in(EventType type, EventType owner, String field) {
        String article = owner == EventType.EVALUATION ? " of an " : " of a ";
        return type == owner ? field : field + article + owner.wireName() + " event";
    }

    /** Without case and what parts words. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (Character.isLetterOrDigit(name.charAt(i))) {
                plain.append(name.charAt(i));
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static String misspelt(EventType type, String plain) {
        for (Map.Entry<String, String> known : KNOWN.get(type).entrySet()) {
            int shorter = Math.min(known.getKey().length(), plain.length());
            int slips = shorter >= LONG ? 2 : 1;
            if (shorter >= LONG_ENOUGH && isWithin(slips, known.getKey(), plain)) {
                return known.getValue();
            }
        }
        return null;
    }

    /** Whether so many letters added, left out or replaced make one text of the other (Levenshtein). */
    private static boolean isWithin(int most, String a, String b) {
        if (Math.abs(a.length() - b.length()) > most) {
            return false;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()] <= most;
    }
}
