package io.neuralentropy.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the fields that are ignored are reported, and as what. */
class UnknownFieldsTest {
    private final EventCodec codec = new EventCodec();

    private List<IgnoredField> ignored(String type, String fields) {
        String json = Json.event(type, fields);
        return assertInstanceOf(Decoded.Accepted.class, codec.decode(json.getBytes(UTF_8)), json)
                .ignored();
    }

    private static String quoted(String name) {
        return "\"" + name + "\":1";
    }

    @ParameterizedTest
    @CsvSource({
        "lr, learningRate",
        "learning_rate, learningRate",
        "LearningRate, learningRate",
        "learnigRate, learningRate",
        "grad_norm, gradientNorm",
        "gradient-norm, gradientNorm",
        "train/loss, loss",
        "train_loss, loss",
        "Loss, loss",
        "global_step, step",
        "Samples, samples",
        "sample, samples",
        "neural_entropy, neuralEntropy",
        "eval_loss, loss of an evaluation event",
        "val_loss, loss of an evaluation event",
        "accuracy, an entry of scores of an evaluation event",
        "epoch, an entry of scores of an evaluation event",
        "batch_size, batchSize of a run.started event",
        "plannedSteps, plannedSteps of a run.started event"
    })
    void ofAStep(String name, String meant) {
        assertEquals(List.of(new IgnoredField(name, meant)), ignored("step", "\"step\":1," + quoted(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "steps, '\"first\":1,\"loss\":[1]', learning_rate, learningRate",
        "run.started, '\"name\":\"a\"', batch_size, batchSize",
        "run.started, '\"name\":\"a\"', max_steps, plannedSteps",
        "run.started, '\"name\":\"a\"', log_snr_range, logSnrRange",
        "run.started, '\"name\":\"a\"', learningRate, learningRate of a step event",
        "evaluation, '\"step\":1,\"split\":\"train\"', eval_loss, loss",
        "evaluation, '\"step\":1,\"split\":\"train\"', accuracy, an entry of scores",
        "evaluation, '\"step\":1,\"split\":\"train\"', score, scores",
        "run.finished, '\"status\":\"failed\"', final_loss, ",
        "checkpoint, '\"step\":1', global_step, step"
    })
    void ofOtherTypes(String type, String fields, String name, String meant) {
        List<IgnoredField> expected = meant == null ? List.of() : List.of(new IgnoredField(name, meant));
        assertEquals(expected, ignored(type, fields + "," + quoted(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "my_own_number", "x", "los", "tokens", "加速", "loss\\u0000", "learning\\nrate", ""})
    void anythingElseIsIgnoredWithoutAWord(String name) {
        assertEquals(List.of(), ignored("step", "\"step\":1," + quoted(name)));
    }

    @Test
    void fieldsWithinFieldsAreTheSenders() {
        assertEquals(
                List.of(),
                ignored(
                        "step",
                        "\"step\":1,\"layerEntropy\":{\"lr\":1},\"neuralEntropy\":{\"mean\":1,\"count\":1,\"lr\":1}"));
    }

    @Test
    void anEventWithoutSuchFieldsReportsNone() {
        assertEquals(List.of(), ignored("step", "\"step\":1,\"loss\":1,\"learningRate\":1"));
    }

    @Test
    void aFewAreReportedHoweverManyThereAre() {
        String many = IntStream.range(0, 2000)
                .mapToObj(i -> quoted("_".repeat(i % 30) + (i < 30 ? "lr" : "x" + i)))
                .collect(Collectors.joining(","));
        List<IgnoredField> ignored = ignored("step", "\"step\":1," + many);
        assertEquals(UnknownFields.MOST_REPORTED, ignored.size());
        assertTrue(ignored.stream().allMatch(field -> field.name().length() <= UnknownFields.MAX_NAME));
    }

    @ParameterizedTest
    @EnumSource
    void theNamesAreThoseOfTheSchemas(EventType type) throws IOException {
        Set<String> fields = new TreeSet<>();
        properties(Schemas.fileOf(type)).fieldNames().forEachRemaining(fields::add);
        properties("common.schema.json").fieldNames().forEachRemaining(fields::add);
        fields.remove("span"); // of steps: refused unless 1
        Set<String> known = new TreeSet<>(FieldNames.of(type).values());
        known.remove("span");
        assertEquals(fields, known);
    }

    private static JsonNode properties(String file) throws IOException {
        try (InputStream in = UnknownFieldsTest.class.getClassLoader().getResourceAsStream(Schemas.FOLDER + file)) {
            JsonNode schema = new ObjectMapper().readTree(in);
            return (schema.has("properties") ? schema : schema.at("/$defs/event")).get("properties");
        }
    }
}
