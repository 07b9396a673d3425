package io.neuralentropy.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final String PROTOCOL_EXAMPLE = """
            {"schema":1,"type":"step","run":"vpx-d9-s1","attempt":0,"rank":0,"time":1764000000000,"step":4096,"samples":32,"loss":6.71,
             "neuralEntropy":{"mean":612.4,"variance":90120.5,"count":32},"learnedEntropy":{"mean":598.1,"variance":101330.0,"count":32},
             "learningRate":1e-4,"gradientNorm":0.83,"seconds":0.017}
            """;

    private final EventCodec codec = new EventCodec();

    private Decoded decode(String json) {
        return codec.decode(json.getBytes(UTF_8));
    }

    private <E extends Event> E accepted(Class<E> type, String json) {
        return type.cast(
                assertInstanceOf(Decoded.Accepted.class, decode(json), json).event());
    }

    private Step step(String fields) {
        return accepted(Step.class, Json.step(fields));
    }

    @Nested
    class ReadsEveryField {
        @Test
        void ofTheProtocolsExample() {
            Step step = accepted(Step.class, PROTOCOL_EXAMPLE);
            assertEquals(new Origin("vpx-d9-s1", 0, 0, 1764000000000L), step.origin());
            assertEquals(4096, step.step());
            assertEquals(1, step.span());
            assertEquals(32, step.samples());
            assertEquals(6.71, step.loss());
            assertEquals(new Moments(612.4, 90120.5, 32), step.neuralEntropy());
            assertEquals(new Moments(598.1, 101330, 32), step.learnedEntropy());
            assertEquals(1e-4, step.learningRate());
            assertEquals(0.83, step.gradientNorm());
            assertEquals(0.017, step.seconds());
            assertNull(step.profile());
            assertTrue(Absent.isAbsent(step.energyJoules()));
        }

        @Test
        void ofAnEvaluationsLossAndScores() {
            Evaluation evaluation = accepted(
                    Evaluation.class,
                    Json.event(
                            "evaluation",
                            "\"step\":10,\"split\":\"held-out\",\"loss\":\"Infinity\",\"scores\":{\"fid\":18.5,\"accuracy\":null}"));
            assertEquals(Double.POSITIVE_INFINITY, evaluation.loss());
            assertEquals(Map.of("fid", 18.5), evaluation.scores());
        }

        @Test
        void ofAStepThatHasThemAll() {
            Step step = step("""
                    "attempt":2,"rank":3,"step":64,"span":32,"energyJoules":1.5,"gpuMemoryBytes":8e9,
                    "profile":{"count":[2,0],"neural":[1.5,"NaN"],"learned":[1.25,7]},
                    "layerEntropy":{"a":1,"b":"NaN"},"transferEntropy":{"a>b":-0.5}""");
            assertEquals(new Origin("r", 2, 3, 1), step.origin());
            assertEquals(33, step.first());
            assertEquals(1.5, step.energyJoules());
            assertEquals(8e9, step.gpuMemoryBytes());
            assertArrayEquals(new long[] {2, 0}, step.profile().count());
            assertArrayEquals(new double[] {1.5, 0}, step.profile().neural(), "an empty bin has the rate 0");
            assertArrayEquals(new double[] {1.25, 0}, step.profile().learned());
            assertEquals(Map.of("a", 1.0, "b", Double.NaN), step.layerEntropy());
            assertEquals(Map.of("a>b", -0.5), step.transferEntropy());
        }

        @Test
        void ofStepsInColumns() {
            Steps steps = accepted(Steps.class, Json.event("steps", """
                    "first":5,"samples":[32,null],"loss":["NaN",null],"learningRate":[1e-3,1e-4],
                    "gradientNorm":[1,2],"seconds":[0.1,0.2],"energyJoules":[3,4],"gpuMemoryBytes":[5,6],
                    "neuralEntropy":{"mean":[1,"-Infinity"],"variance":[2,null],"count":[3,4]},
                    "learnedEntropy":{"mean":[1,2],"count":[3,4]},
                    "profile":[null,{"count":[1],"neural":[2]}],
                    "layerEntropy":{"a":[1,null]},"transferEntropy":{"a>b":[7,8]}"""));
            assertEquals(2, steps.size());
            Step first = steps.row(0);
            Step second = steps.row(1);
            assertEquals(5, first.step());
            assertEquals(6, second.step());
            assertEquals(32, first.samples());
            assertEquals(0, second.samples());
            assertTrue(Double.isNaN(first.loss()) && Absent.isPresent(first.loss()), "NaN is data");
            assertTrue(Absent.isAbsent(second.loss()), "null is not");
            assertEquals(new Moments(1, 2, 3), first.neuralEntropy());
            assertEquals(new Moments(Double.NEGATIVE_INFINITY, Double.NaN, 4), second.neuralEntropy());
            assertEquals(new Moments(2, Double.NaN, 4), second.learnedEntropy());
            assertNull(first.profile());
            assertArrayEquals(new double[] {2}, second.profile().neural());
            assertEquals(1e-4, second.learningRate());
            assertEquals(2, second.gradientNorm());
            assertEquals(0.2, second.seconds());
            assertEquals(4, second.energyJoules());
            assertEquals(6, second.gpuMemoryBytes());
            assertEquals(1, first.layerEntropy().get("a"));
            assertTrue(Absent.isAbsent(second.layerEntropy().get("a")));
            assertEquals(8, second.transferEntropy().get("a>b"));
        }

        @Test
        void ofRunStarted() {
            RunStarted run = accepted(RunStarted.class, Json.event("run.started", """
                    "name":"n","group":"g","labels":{"host":"a","_x1":""},"model":"m","parameters":7,"objective":"o",
                    "process":{"name":"vpx","kappa":0.5,"beta":20,"schedule":"cosine","more":{"x":[1]}},
                    "logSnrRange":[-10,9.5],"dimension":9,"dataset":{"name":"d","size":8192},"batchSize":32,
                    "plannedSteps":2000,"firstStep":65,
                    "totalEntropy":{"nats":12.5,"standardError":0.1,"method":"monte-carlo"},
                    "totalEntropyLower":{"nats":-1},"totalEntropyUpper":{"nats":2,"standardError":"NaN"},
                    "gaussianEntropy":{"nats":3,"method":"gaussian-fit"},
                    "profileEdges":[0,0.5,1],"profileAxis":"diffusion-time","follow":"learned\""""));
            assertEquals("n", run.name());
            assertEquals("g", run.group());
            assertEquals(Map.of("host", "a", "_x1", ""), run.labels());
            assertEquals("m", run.model());
            assertEquals(7, run.parameters());
            assertEquals("o", run.objective());
            assertEquals(new RunStarted.Process("vpx", Map.of("kappa", 0.5, "beta", 20.0)), run.process());
            assertEquals(-10, run.logSnrLow());
            assertEquals(9.5, run.logSnrHigh());
            assertEquals(9, run.dimension());
            assertEquals(new RunStarted.Dataset("d", 8192), run.dataset());
            assertEquals(32, run.batchSize());
            assertEquals(2000, run.plannedSteps());
            assertEquals(65, run.firstStep());
            assertEquals(new EntropyEstimate(12.5, 0.1, "monte-carlo"), run.totalEntropy());
            assertEquals(new EntropyEstimate(-1, Double.NaN, null), run.totalEntropyLower());
            assertEquals(new EntropyEstimate(2, Double.NaN, null), run.totalEntropyUpper());
            assertEquals(new EntropyEstimate(3, Double.NaN, "gaussian-fit"), run.gaussianEntropy());
            assertArrayEquals(new double[] {0, 0.5, 1}, run.profileEdges());
            assertEquals("diffusion-time", run.profileAxis());
            assertEquals("learned", run.follow());
        }

        @Test
        void ofEvaluation() {
            Evaluation evaluation = accepted(Evaluation.class, Json.event("evaluation", """
                    "step":0,"split":"held-out","neuralEntropy":{"mean":1,"count":2},
                    "learnedEntropy":{"mean":3,"variance":"Infinity","count":4},
                    "profile":{"at":[0.1,0.2],"neural":[1,2],"learned":[3,4],"standardError":[0,"NaN"]},
                    "klBound":"Infinity","logLikelihood":-5,
                    "transport":{"w2":1},"layerEntropy":{"l":2},"transferEntropy":{"t":3}"""));
            assertEquals(0, evaluation.step());
            assertEquals("held-out", evaluation.split());
            assertEquals(Moments.ofMean(1, 2), evaluation.neuralEntropy());
            assertEquals(new Moments(3, Double.POSITIVE_INFINITY, 4), evaluation.learnedEntropy());
            assertArrayEquals(new double[] {0.1, 0.2}, evaluation.profile().at());
            assertArrayEquals(new double[] {1, 2}, evaluation.profile().neural());
            assertArrayEquals(new double[] {3, 4}, evaluation.profile().learned());
            assertArrayEquals(new double[] {0, Double.NaN}, evaluation.profile().standardError());
            assertEquals(Double.POSITIVE_INFINITY, evaluation.klBound());
            assertEquals(-5, evaluation.logLikelihood());
            assertEquals(Map.of("w2", 1.0), evaluation.transport());
            assertEquals(Map.of("l", 2.0), evaluation.layerEntropy());
            assertEquals(Map.of("t", 3.0), evaluation.transferEntropy());
        }

        @Test
        void ofRunPaused() {
            assertEquals(
                    new RunPaused(new Origin("r", 0, 0, 1), "evaluation", 180, 9),
                    accepted(
                            RunPaused.class,
                            Json.event("run.paused", "\"reason\":\"evaluation\",\"seconds\":180,\"step\":9")));
            RunPaused bare = accepted(RunPaused.class, Json.event("run.paused", "\"reason\":null"));
            assertNull(bare.reason());
            assertTrue(Absent.isAbsent(bare.seconds()));
            assertEquals(0, bare.step());
        }

        @Test
        void ofCheckpointAndRunFinished() {
            assertEquals(
                    new Checkpoint(new Origin("r", 0, 0, 1), 0),
                    accepted(Checkpoint.class, Json.event("checkpoint", "\"step\":0")));
            assertEquals(
                    new RunFinished(new Origin("r", 0, 0, 1), RunFinished.Status.FAILED, "out of memory", 9),
                    accepted(
                            RunFinished.class,
                            Json.event(
                                    "run.finished", "\"status\":\"failed\",\"reason\":\"out of memory\",\"step\":9")));
        }
    }

    @Nested
    class IsGenerous {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "NaN",
                    "\"NaN\"",
                    "Infinity",
                    "+Infinity",
                    "\"Infinity\"",
                    "-Infinity",
                    "\"-Infinity\"",
                    "1e999"
                })
        void aNonFiniteLossIsData(String loss) {
            Step step = step("\"step\":1,\"loss\":" + loss);
            assertTrue(Absent.isPresent(step.loss()));
            assertTrue(!Double.isFinite(step.loss()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"5", "5.0", "50e-1", "0.5e1"})
        void wholeNumbersMayBeWrittenAsFractions(String number) {
            assertEquals(5, step("\"step\":" + number).step());
        }

        @Test
        void orderOfFieldsIsFree() {
            Step step = accepted(
                    Step.class,
                    "{\"neuralEntropy\":{\"count\":2,\"mean\":1},\"profile\":{\"neural\":[1],\"count\":[2]},\"step\":7,"
                            + "\"time\":1,\"run\":\"r\",\"type\":\"step\",\"schema\":1}");
            assertEquals(7, step.step());
            assertEquals(Moments.ofMean(1, 2), step.neuralEntropy());
        }

        @Test
        void fieldsOfOtherTypesAndUnknownOnesAreIgnoredWhateverTheyHold() {
            step("\"step\":1,\"first\":\"x\",\"split\":5,\"labels\":[[[]]],\"zz\":{\"type\":\"steps\",\"step\":{}}");
            accepted(
                    Checkpoint.class,
                    "{\"loss\":{},\"profile\":5,"
                            + Json.event("checkpoint", "\"step\":3").substring(1));
        }

        @Test
        void aFieldOfAnotherTypesShapeBeforeTheTypeIsReadByTheRightOne() {
            Steps steps = accepted(
                    Steps.class,
                    "{\"first\":1,\"loss\":[1,2],\"profile\":[null,null],\"schema\":1,\"run\":\"r\",\"time\":0,"
                            + "\"type\":\"steps\"}");
            assertEquals(2, steps.size());
        }

        @Test
        void nullIsAsGoodAsAbsent() {
            Step step = step("\"attempt\":null,\"step\":1,\"loss\":null,\"neuralEntropy\":null,"
                    + "\"learnedEntropy\":{\"mean\":1,\"variance\":null,\"count\":1},\"layerEntropy\":{\"a\":null}");
            assertTrue(Absent.isAbsent(step.loss()));
            assertNull(step.neuralEntropy());
            assertTrue(step.layerEntropy().isEmpty());
        }

        @Test
        void charactersAreCodePoints() {
            String name = "\uD83D\uDE00".repeat(256);
            assertEquals(
                    name,
                    accepted(RunStarted.class, Json.event("run.started", "\"name\":\"" + name + "\""))
                            .name());
        }

        @Test
        void whiteSpaceAroundTheObjectIsFine() {
            accepted(Step.class, " \r\n\t" + PROTOCOL_EXAMPLE + "\n\n");
        }
    }

    @Nested
    class CarriesNothingOver {
        @Test
        void fromARichEventToABareOne() {
            step(
                    "\"step\":64,\"span\":2,\"samples\":3,\"loss\":1,\"seconds\":1,\"profile\":{\"count\":[1],\"neural\":[1]},"
                            + "\"neuralEntropy\":{\"mean\":1,\"variance\":2,\"count\":3},\"layerEntropy\":{\"a\":1}");
            assertEquals(Step.of(new Origin("r", 0, 0, 1), 1).build(), step("\"step\":1"));
        }

        @Test
        void fromARefusedEventToTheNext() {
            assertInstanceOf(Decoded.Refused.class, decode(Json.step("\"step\":[1,2,{\"a\":[")));
            assertInstanceOf(Decoded.Refused.class, decode(Json.step("\"step\":-1,\"loss\":\"x\"")));
            assertEquals(Step.of(new Origin("r", 0, 0, 1), 1).build(), step("\"step\":1"));
        }
    }

    @Test
    void oneCodecServesManyThreads() {
        Set<String> runs = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> new Origin("run-" + i, 0, 0, i))
                .map(origin -> codec.decode(
                        codec.encode(Step.of(origin, 1).loss(origin.time()).build())))
                .map(decoded -> (Step) ((Decoded.Accepted) decoded).event())
                .filter(step -> step.run().equals("run-" + (int) step.loss()))
                .map(Step::run)
                .collect(Collectors.toSet());
        assertEquals(2_000, runs.size());
    }

    @Nested
    class Writes {
        @Test
        void inTheProtocolsOrderAndWithoutAbsentFields() {
            Step step = Step.of(new Origin("r", 0, 0, 17), 4096)
                    .samples(32)
                    .loss(Double.NaN)
                    .neuralEntropy(new Moments(612.4, 90120.5, 32))
                    .learnedEntropy(Moments.ofMean(Double.NEGATIVE_INFINITY, 32))
                    .learningRate(1e-4)
                    .layerEntropy(Map.of("b", 2.0, "a", 1.0))
                    .build();
            assertEquals(
                    "{\"schema\":1,\"type\":\"step\",\"run\":\"r\",\"attempt\":0,\"rank\":0,\"time\":17,\"step\":4096,"
                            + "\"samples\":32,\"loss\":\"NaN\","
                            + "\"neuralEntropy\":{\"mean\":612.4,\"variance\":90120.5,\"count\":32},"
                            + "\"learnedEntropy\":{\"mean\":\"-Infinity\",\"count\":32},"
                            + "\"learningRate\":1.0E-4,\"layerEntropy\":{\"a\":1.0,\"b\":2.0}}",
                    new String(codec.encode(step), UTF_8));
        }

        @Test
        void eachEventAfreshWhenTheBufferIsUsedAgain() {
            byte[] before = codec.encode(new Checkpoint(new Origin("long-name-of-a-run", 0, 0, 1), 123456789));
            byte[] copy = before.clone();
            codec.encode(new Checkpoint(new Origin("r", 0, 0, 1), 1));
            assertArrayEquals(copy, before);
        }
    }
}
