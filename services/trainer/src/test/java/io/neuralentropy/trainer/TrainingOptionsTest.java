package io.neuralentropy.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.EdmLaw;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationRule;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {
    private static final DataSetRequest DATA = DataSetRequest.of("gaussian");

    @Test
    void defaultsAreThePapersButForStratifiedTimes() {
        TrainingOptions options = TrainingOptions.of("r", DATA).build();

        assertEquals("vp", options.process().name());
        assertEquals(32, options.batch());
        assertEquals(10, options.throwsPerPoint());
        assertEquals(1e-4, options.learningRate());
        assertEquals(List.of(512, 256), options.network().hidden());
        assertEquals(LossWeight.UNIT, options.lossWeight());
        assertEquals(Objective.ENTROPY_MATCHING, options.objective());
        assertEquals(Estimator.TIME_AVERAGE, options.entropies().estimator());
        assertEquals(options.process().range(), options.entropies().range());
        assertEquals(TimeLaw.STRATIFIED, options.timeLaw());
    }

    @Test
    void dataPredictionHasTheDefaultsThatLetItsErrorVanish() {
        TrainingOptions options = TrainingOptions.of("r", DATA)
                .objective(Objective.DATA_PREDICTION)
                .build();

        assertEquals(LossWeight.MIN_SNR, options.lossWeight());
        assertEquals(0.999, options.averageDecay());
        assertEquals(1e-4, options.rate().at(1000));
        assertEquals(0.5e-4, options.rate().at(4000));
    }

    @Test
    void dataPredictionIsTrainedOtherwiseWhereToldTo() {
        TrainingOptions options = TrainingOptions.of("r", DATA)
                .objective(Objective.DATA_PREDICTION)
                .lossWeight(LossWeight.UNIT)
                .averageDecay(0.)
                .constantRateSteps(0L)
                .build();

        assertEquals(LossWeight.UNIT, options.lossWeight());
        assertEquals(0, options.averageDecay());
        assertEquals(1e-4, options.rate().at(1_000_000));
    }

    @ParameterizedTest
    @EnumSource(value = Objective.class, mode = EnumSource.Mode.EXCLUDE, names = "DATA_PREDICTION")
    void allOthersKeepTheirOwnWeightAndAConstantRate(Objective objective) {
        TrainingOptions options = TrainingOptions.of("r", DATA)
                .process(objective == Objective.EDM ? "edm" : "vp")
                .objective(objective)
                .build();

        assertEquals(LossWeight.UNIT, options.lossWeight());
        assertEquals(0, options.averageDecay());
        assertEquals(1e-4, options.rate().at(1_000_000));
    }

    @Test
    void kappaIsThePapersUnlessNamed() {
        assertEquals(
                0.1,
                TrainingOptions.of("r", DATA).process("vpx").build().process().kappa());
        assertEquals(
                0.5,
                TrainingOptions.of("r", DATA)
                        .process("sl")
                        .kappa(0.5)
                        .build()
                        .process()
                        .kappa());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesInOneLineWhatIsOutOfRange(String word, UnaryOperator<TrainingOptions.Builder> change) {
        TrainingOptions.Builder builder = TrainingOptions.of("r", DATA);

        TrainingException refusal = assertThrows(
                TrainingException.class, () -> change.apply(builder).build());

        assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("unknown process 'ddpm'", b -> b.process("ddpm")),
                bad("unknown process", b -> b.process(null)),
                bad("kappa", b -> b.process("vp").kappa(0.5)),
                bad("kappa", b -> b.process("vpx").kappa(-1.0)),
                bad("kappa", b -> b.process("vpx").kappa(Double.NaN)),
                bad("alpha^2", b -> b.process("rectified-flow").objective(Objective.V_PREDICTION)),
                bad("process edm", b -> b.objective(Objective.EDM)),
                bad("noise-prediction", b -> b.process("ddpm-linear").objective(Objective.VELOCITY)),
                bad("numbers of process edm", b -> b.edmLaw(new EdmLaw(1., null, null))),
                bad("use the estimator bins", b -> b.process("edm").estimator(Estimator.TIME_AVERAGE)),
                bad("control variates", b -> b.controlVariates(true)),
                bad("use unit", b -> b.process("edm").lossWeight(LossWeight.MAXIMUM_LIKELIHOOD)),
                bad("steps", b -> b.steps(0)),
                bad("batch", b -> b.batch(0).threads(1)),
                bad("throws", b -> b.throwsPerPoint(0)),
                bad("batch x throws", b -> b.batch(1 << 20).throwsPerPoint(1 << 20)),
                bad("learning rate", b -> b.learningRate(0)),
                bad("learning rate", b -> b.learningRate(Double.NaN)),
                bad("learning rate", b -> b.learningRate(Double.POSITIVE_INFINITY)),
                bad("rate decay", b -> b.constantRateSteps(-1L)),
                bad(
                        "evaluation rule paper",
                        b -> b.process("ddpm-linear")
                                .objective(Objective.NOISE_PREDICTION)
                                .evaluationRule(EvaluationRule.PAPER)),
                bad("hidden", b -> b.hidden(List.of())),
                bad("hidden", b -> b.hidden(List.of(512, 0))),
                bad("channels", b -> b.network(NetworkOptions.unet(2, List.of(1)))),
                bad("multipliers", b -> b.network(NetworkOptions.unet(8, List.of(1, 0)))),
                bad("average decay", b -> b.averageDecay(1.0)),
                bad("clip", b -> b.clip(0)),
                bad("sample interval", b -> b.samples(new SampleOptions(null, 0, 1, 1))),
                bad("sample steps", b -> b.samples(new SampleOptions(null, 1, 1, 0))),
                bad("evaluation interval", b -> b.evaluationInterval(-1)),
                bad("evaluation points", b -> b.evaluationPoints(1)),
                bad("checkpoint interval", b -> b.checkpointInterval(0)),
                bad("to resume, name the directory", b -> b.resume(true)),
                bad("threads", b -> b.threads(0)),
                bad("threads", b -> b.batch(4).threads(5)),
                bad("name", b -> b.name("n".repeat(257))),
                bad("group", b -> b.group("g".repeat(257))));
    }

    private static Arguments bad(String word, UnaryOperator<TrainingOptions.Builder> change) {
        return Arguments.of(word, change);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b"})
    void refusesRunIdsThatTheProtocolDoesNotAllow(String run) {
        TrainingException refusal = assertThrows(
                TrainingException.class, () -> TrainingOptions.of(run, DATA).build());

        assertTrue(refusal.getMessage().startsWith("run must be"), refusal.getMessage());
    }

    @Test
    void refusesNoDataSet() {
        assertThrows(
                TrainingException.class, () -> TrainingOptions.of("r", null).build());
    }
}
