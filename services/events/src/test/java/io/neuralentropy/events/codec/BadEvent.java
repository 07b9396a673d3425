package io.neuralentropy.events.codec;

import io.neuralentropy.events.EventType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An event that must be refused.
 *
 * @param bySchema whether JSON Schema can express the rule; where not, only the codec refuses
 */
record BadEvent(EventType type, Reason reason, boolean bySchema, String json) {
    private static final String MOMENTS = "\"step\":1,\"neuralEntropy\":";
    private static final String PROFILE = "\"step\":1,\"profile\":";

    @Override
    public String toString() {
        return reason.label() + " " + (json.length() < 160 ? json : json.substring(0, 160) + "…");
    }

    private static BadEvent of(Reason reason, EventType type, String fields) {
        return new BadEvent(type, reason, true, Json.event(type.wireName(), fields));
    }

    private static BadEvent step(Reason reason, String fields) {
        return of(reason, EventType.STEP, fields);
    }

    private static BadEvent run(Reason reason, String fields) {
        return of(reason, EventType.RUN_STARTED, fields);
    }

    private static BadEvent steps(Reason reason, String fields) {
        return of(reason, EventType.STEPS, "\"first\":1," + fields);
    }

    private static BadEvent evaluation(Reason reason, String fields) {
        return of(reason, EventType.EVALUATION, "\"step\":1,\"split\":\"train\"," + fields);
    }

    /** A step whose common fields are these alone. */
    private static BadEvent common(Reason reason, String commonFields) {
        return new BadEvent(EventType.STEP, reason, true, "{" + commonFields + ",\"type\":\"step\",\"step\":1}");
    }

    private BadEvent beyondSchema() {
        return new BadEvent(type, reason, false, json);
    }

    private static String times(int count, String entry) {
        return IntStream.range(0, count).mapToObj(i -> entry).collect(Collectors.joining(",", "[", "]"));
    }

    private static String upTo(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String labels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "\"labels\":{", "}"));
    }

    private static String scores(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"s" + i + "\":" + i)
                .collect(Collectors.joining(",", "\"scores\":{", "}"));
    }

    static List<BadEvent> all() {
        Reason missing = Reason.MISSING_FIELD;
        Reason wrong = Reason.WRONG_TYPE;
        Reason range = Reason.OUT_OF_RANGE;
        return List.of(
                // common fields
                common(missing, "\"run\":\"r\",\"time\":1"),
                common(missing, "\"schema\":null,\"run\":\"r\",\"time\":1"),
                common(wrong, "\"schema\":\"1\",\"run\":\"r\",\"time\":1"),
                common(wrong, "\"schema\":1.5,\"run\":\"r\",\"time\":1"),
                common(range, "\"schema\":0,\"run\":\"r\",\"time\":1"),
                common(Reason.UNSUPPORTED_SCHEMA, "\"schema\":2,\"run\":\"r\",\"time\":1"),
                common(missing, "\"schema\":1,\"time\":1"),
                common(wrong, "\"schema\":1,\"run\":7,\"time\":1"),
                common(range, "\"schema\":1,\"run\":\"\",\"time\":1"),
                common(range, "\"schema\":1,\"run\":\"a b\",\"time\":1"),
                common(range, "\"schema\":1,\"run\":\"é\",\"time\":1"),
                common(range, "\"schema\":1,\"run\":\"r\\n\",\"time\":1"),
                common(range, "\"schema\":1,\"run\":\"" + "r".repeat(129) + "\",\"time\":1"),
                common(missing, "\"schema\":1,\"run\":\"r\""),
                common(wrong, "\"schema\":1,\"run\":\"r\",\"time\":\"2026-11-24\""),
                common(wrong, "\"schema\":1,\"run\":\"r\",\"time\":1.5"),
                common(range, "\"schema\":1,\"run\":\"r\",\"time\":-1"),
                common(range, "\"schema\":1,\"run\":\"r\",\"time\":1e18"),
                common(range, "\"schema\":1,\"run\":\"r\",\"time\":9223372036854775808"),
                common(wrong, "\"schema\":1,\"run\":\"r\",\"time\":true"),
                common(range, "\"schema\":1,\"run\":\"r\",\"time\":1,\"attempt\":-1"),
                common(range, "\"schema\":1,\"run\":\"r\",\"time\":1,\"rank\":2147483648"),
                common(wrong, "\"schema\":1,\"run\":\"r\",\"time\":1,\"rank\":[0]"),
                new BadEvent(EventType.STEP, missing, true, "{\"schema\":1,\"run\":\"r\",\"time\":1,\"step\":1}"),
                new BadEvent(
                        EventType.STEP, wrong, true, "{\"schema\":1,\"type\":5,\"run\":\"r\",\"time\":1,\"step\":1}"),
                new BadEvent(EventType.STEP, wrong, true, "[]"),
                new BadEvent(EventType.STEP, wrong, true, "[[{\"a\":[1]}]]"),
                new BadEvent(EventType.STEP, wrong, true, "5"),
                new BadEvent(EventType.STEP, wrong, true, "\"step\""),
                new BadEvent(EventType.STEP, wrong, true, "null"),
                // step
                step(missing, ""),
                step(missing, "\"step\":null"),
                step(wrong, "\"step\":\"1\""),
                step(wrong, "\"step\":\"NaN\""),
                step(wrong, "\"step\":5.5"),
                step(range, "\"step\":0"),
                step(range, "\"step\":-9223372036854775809"),
                step(range, "\"step\":" + "9".repeat(400)),
                step(range, "\"step\":9007199254740992"),
                step(range, "\"step\":1,\"span\":0"),
                step(range, "\"step\":2000,\"span\":1025"),
                step(range, "\"step\":3,\"span\":4").beyondSchema(),
                step(range, "\"step\":1,\"samples\":-1"),
                step(wrong, "\"step\":1,\"loss\":\"nan\""),
                step(wrong, "\"step\":1,\"loss\":\"6.71\""),
                step(wrong, "\"step\":1,\"loss\":{}"),
                step(wrong, "\"step\":1,\"loss\":false"),
                step(range, "\"step\":1,\"seconds\":-0.1"),
                step(wrong, "\"step\":1,\"seconds\":\"1\""),
                step(range, "\"step\":1,\"seconds\":\"NaN\""),
                step(range, "\"step\":1,\"energyJoules\":\"Infinity\""),
                step(range, "\"step\":1,\"gpuMemoryBytes\":-1"),
                step(wrong, MOMENTS + "612.4"),
                step(wrong, MOMENTS + "[612.4]"),
                step(missing, MOMENTS + "{}"),
                step(missing, MOMENTS + "{\"mean\":1}"),
                step(missing, MOMENTS + "{\"count\":1}"),
                step(missing, MOMENTS + "{\"mean\":null,\"count\":1}"),
                step(wrong, MOMENTS + "{\"mean\":[1],\"count\":1}"),
                step(range, MOMENTS + "{\"mean\":1,\"count\":0}"),
                step(wrong, MOMENTS + "{\"mean\":1,\"count\":0.5}"),
                step(range, MOMENTS + "{\"mean\":1,\"variance\":-1,\"count\":1}"),
                step(range, MOMENTS + "{\"mean\":1,\"variance\":\"-Infinity\",\"count\":1}"),
                step(wrong, PROFILE + "[]"),
                step(missing, PROFILE + "{\"neural\":[1]}"),
                step(missing, PROFILE + "{\"count\":[1]}"),
                step(range, PROFILE + "{\"count\":[],\"neural\":[]}"),
                step(range, PROFILE + "{\"count\":[-1],\"neural\":[1]}"),
                step(wrong, PROFILE + "{\"count\":[1],\"neural\":[null]}"),
                step(wrong, PROFILE + "{\"count\":[1],\"neural\":[[1]]}"),
                step(range, PROFILE + "{\"count\":[1,2],\"neural\":[1]}").beyondSchema(),
                step(range, PROFILE + "{\"count\":[1],\"neural\":[1],\"learned\":[1,2]}")
                        .beyondSchema(),
                step(range, PROFILE + "{\"count\":" + times(257, "1") + ",\"neural\":" + times(257, "1") + "}"),
                step(wrong, "\"step\":1,\"layerEntropy\":[1]"),
                step(wrong, "\"step\":1,\"layerEntropy\":{\"a\":\"b\"}"),
                step(range, "\"step\":1,\"layerEntropy\":{\"" + "a".repeat(257) + "\":1}"),
                // steps
                of(missing, EventType.STEPS, "\"loss\":[1]"),
                of(missing, EventType.STEPS, "\"first\":1"),
                of(range, EventType.STEPS, "\"first\":0,\"loss\":[1]"),
                steps(missing, "\"loss\":null"),
                steps(missing, "\"layerEntropy\":{}"),
                steps(wrong, "\"loss\":1"),
                steps(range, "\"loss\":[]"),
                steps(range, "\"loss\":" + times(1025, "1")),
                steps(range, "\"samples\":" + times(1025, "1")),
                steps(range, "\"profile\":" + times(1025, "null")),
                steps(range, "\"profile\":[]"),
                steps(wrong, "\"profile\":{\"count\":[1],\"neural\":[1]}"),
                steps(range, "\"loss\":[1,2],\"seconds\":[1]").beyondSchema(),
                steps(range, "\"loss\":[1],\"profile\":[null,null]").beyondSchema(),
                steps(range, "\"loss\":[1],\"layerEntropy\":{\"a\":[1,2]}").beyondSchema(),
                steps(range, "\"neuralEntropy\":{\"mean\":[1,2],\"count\":[1]}").beyondSchema(),
                steps(range, "\"neuralEntropy\":{\"mean\":[1],\"variance\":[1,2],\"count\":[1]}")
                        .beyondSchema(),
                steps(wrong, "\"neuralEntropy\":{\"mean\":[null],\"count\":[1]}"),
                steps(wrong, "\"neuralEntropy\":{\"mean\":[1],\"count\":[null]}"),
                steps(missing, "\"neuralEntropy\":{\"mean\":[1]}"),
                steps(range, "\"neuralEntropy\":{\"mean\":[1],\"count\":[0]}"),
                steps(range, "\"seconds\":[-1]"),
                steps(range, "\"samples\":[-1]"),
                steps(range, "\"loss\":[1],\"span\":[10]"),
                steps(wrong, "\"loss\":[1],\"span\":1"),
                // checkpoint, evaluation, run.paused, run.finished
                of(missing, EventType.CHECKPOINT, ""),
                of(range, EventType.CHECKPOINT, "\"step\":-1"),
                of(missing, EventType.EVALUATION, "\"split\":\"train\""),
                of(missing, EventType.EVALUATION, "\"step\":1"),
                of(range, EventType.EVALUATION, "\"step\":1,\"split\":\"tset\""),
                evaluation(missing, "\"profile\":{\"neural\":[1]}"),
                evaluation(range, "\"profile\":{\"at\":[\"NaN\"],\"neural\":[1]}"),
                evaluation(range, "\"profile\":{\"at\":[1],\"neural\":[1,2]}").beyondSchema(),
                evaluation(range, "\"profile\":{\"at\":[1],\"neural\":[1],\"standardError\":[-1]}"),
                evaluation(range, "\"profile\":{\"at\":" + upTo(1025) + ",\"neural\":[1]}"),
                evaluation(wrong, "\"klBound\":\"high\""),
                evaluation(wrong, "\"loss\":\"low\""),
                evaluation(wrong, "\"scores\":[0.9]"),
                evaluation(wrong, "\"scores\":{\"accuracy\":\"high\"}"),
                evaluation(range, "\"scores\":{\"fid\":\"NaN\"}"),
                evaluation(range, scores(17)),
                evaluation(range, "\"scores\":{\"" + "x".repeat(257) + "\":1}"),
                evaluation(wrong, "\"transport\":{\"w2\":[1]}"),
                of(range, EventType.RUN_PAUSED, "\"reason\":\"" + "x".repeat(65) + "\""),
                of(wrong, EventType.RUN_PAUSED, "\"reason\":1"),
                of(range, EventType.RUN_PAUSED, "\"seconds\":0"),
                of(range, EventType.RUN_PAUSED, "\"seconds\":-1"),
                of(range, EventType.RUN_PAUSED, "\"seconds\":\"Infinity\""),
                of(wrong, EventType.RUN_PAUSED, "\"seconds\":\"long\""),
                of(range, EventType.RUN_PAUSED, "\"step\":-1"),
                of(missing, EventType.RUN_FINISHED, "\"reason\":\"done\""),
                of(range, EventType.RUN_FINISHED, "\"status\":\"done\""),
                of(wrong, EventType.RUN_FINISHED, "\"status\":1"),
                of(range, EventType.RUN_FINISHED, "\"status\":\"failed\",\"step\":-1"),
                of(range, EventType.RUN_FINISHED, "\"status\":\"failed\",\"reason\":\"" + "x".repeat(257) + "\""),
                // run.started
                run(range, "\"name\":\"" + "x".repeat(257) + "\""),
                run(range, "\"group\":\"\\ud800\"").beyondSchema(),
                run(wrong, "\"model\":{}"),
                run(range, "\"parameters\":-1"),
                run(range, "\"dimension\":2147483648"),
                run(range, "\"firstStep\":0"),
                run(wrong, "\"labels\":[]"),
                run(range, labels(17)),
                run(range, "\"labels\":{\"0a\":\"v\"}"),
                run(range, "\"labels\":{\"a-b\":\"v\"}"),
                run(range, "\"labels\":{\"\":\"v\"}"),
                run(range, "\"labels\":{\"a\":\"" + "v".repeat(129) + "\"}"),
                run(wrong, "\"labels\":{\"a\":1}"),
                run(wrong, "\"process\":\"vp\""),
                run(wrong, "\"process\":{\"kappa\":\"one\"}"),
                run(wrong, "\"process\":{\"name\":1}"),
                run(wrong, "\"dataset\":\"fashion-mnist\""),
                run(range, "\"dataset\":{\"size\":-1}"),
                run(wrong, "\"logSnrRange\":{\"lo\":0,\"hi\":1}"),
                run(range, "\"logSnrRange\":[0]"),
                run(range, "\"logSnrRange\":[0,1,2]"),
                run(range, "\"logSnrRange\":[1,0]").beyondSchema(),
                run(range, "\"logSnrRange\":[0,\"Infinity\"]"),
                run(range, "\"profileEdges\":[0]"),
                run(range, "\"profileEdges\":[0,1,1]").beyondSchema(),
                run(range, "\"profileEdges\":[0,1e999]").beyondSchema(),
                run(range, "\"profileEdges\":" + upTo(258)),
                run(range, "\"profileAxis\":\"time\""),
                run(range, "\"follow\":\"both\""),
                run(wrong, "\"totalEntropy\":12"),
                run(missing, "\"totalEntropy\":{\"method\":\"analytic\"}"),
                run(range, "\"totalEntropy\":{\"nats\":\"NaN\"}"),
                run(range, "\"totalEntropyLower\":{\"nats\":1,\"standardError\":-1}"),
                run(wrong, "\"totalEntropyUpper\":{\"nats\":1,\"method\":1}"),
                run(wrong, "\"gaussianEntropy\":{\"nats\":\"1\"}"));
    }
}
