package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.KnownEntropies;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What there is to learn from some data, for people and as fields of {@code run.started}. */
final class BoundsText {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What every event has, and what says nothing of data. */
    private static final List<String> NOT_OF_DATA =
            List.of("schema", "type", "run", "attempt", "rank", "time", "firstStep");

    /** Standard errors that the monitor takes off a lower bound and adds to an upper one. */
    private static final double CAUTION = 2;

    private final DiffusionProcess process;
    private final EntropyRange range;
    private final DataSet data;
    private final KnownEntropies known;

    BoundsText(DiffusionProcess process, EntropyRange range, DataSet data, KnownEntropies known) {
        this.process = process;
        this.range = range;
        this.data = data;
        this.known = known;
    }

    String table() {
        TextTable table = new TextTable("FIELD", "NATS", "COUNTS AS", "METHOD", "");
        table.alignLeft(0, 3, 4);
        row(table, "totalEntropy", known.total(), 0, "S_tot: what there is to learn");
        row(table, "totalEntropyLower", known.lower(), -CAUTION, "S_tot is at least this");
        row(table, "totalEntropyUpper", known.upper(), CAUTION, "at most this: the entropy of the points themselves");
        row(table, "gaussianEntropy", known.gaussian(), -CAUTION, "S_Gauss: what mean and covariance account for");
        String gap = System.lineSeparator();
        return head() + gap + gap + table + (known.total() == null && known.lower() == null ? gap + tooFew() : "");
    }

    private String head() {
        int heldOut = data.heldOut() == null ? 0 : data.heldOut().size();
        return data.name() + ": " + data.size() + " points of D = " + data.dimension()
                + (data.image() == null ? "" : ", images of " + data.image()) + ", and " + heldOut + " held out"
                + System.lineSeparator() + "log-SNR " + Numbers.text(range.low()) + " to " + Numbers.text(range.high())
                + ", kappa "
                + Numbers.text(range.kappa())
                + "; nats per data point";
    }

    private static String tooFew() {
        return "no lower bound: a Gaussian fit is scored on held-out points, of which there are fewer than 2";
    }

    private static void row(TextTable table, String field, EntropyEstimate estimate, double errors, String words) {
        if (estimate != null) {
            double error = estimate.standardError();
            table.row(
                    field,
                    Numbers.withError(estimate.nats(), error),
                    Numbers.text(estimate.nats() + (Double.isNaN(error) ? 0 : errors * error)),
                    String.valueOf(estimate.method()),
                    words);
        }
    }

    /** One line. Written by the codec, so that the fields are those that the monitor reads. */
    String json() {
        RunStarted started = RunStarted.of(new Origin("run", 0, 0, 0))
                .process(new RunStarted.Process(process.name(), Map.of("kappa", range.kappa())))
                .logSnrRange(range.low(), range.high())
                .dimension(data.dimension())
                .dataset(new RunStarted.Dataset(data.name(), data.size()))
                .totalEntropy(known.total())
                .totalEntropyLower(known.lower())
                .totalEntropyUpper(known.upper())
                .gaussianEntropy(known.gaussian())
                .build();
        try {
            ObjectNode fields =
                    (ObjectNode) MAPPER.readTree(new String(new EventCodec().encode(started), StandardCharsets.UTF_8));
            return fields.remove(NOT_OF_DATA).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the codec wrote no JSON", e);
        }
    }
}
