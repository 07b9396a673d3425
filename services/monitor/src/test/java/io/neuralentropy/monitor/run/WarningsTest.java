package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Warning;
import io.neuralentropy.monitor.snapshot.Warning.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private final RunState state = new RunState("a");

    private static List<Warning> of(RunState state) {
        return Snapshooter.of(state).warnings();
    }

    private static Origin origin(int attempt) {
        return new Origin("a", attempt, 0, Situations.BASE);
    }

    private void step(long step, Moments entropy) {
        state.accept(Step.of(origin(0), step).loss(1).neuralEntropy(entropy).build());
    }

    @Test
    void aRunWithoutMistakesHasNone() {
        step(1, null);
        assertEquals(List.of(), of(state));
        assertEquals(List.of(), state.drainWarnings());
    }

    @Test
    void ofEachCodeThereIsOneThatCountsAndKeepsItsFirstStep() {
        state.warn(Code.REFUSED_EVENTS, "the first.", 7);
        state.warn(Code.UNKNOWN_FIELDS, "field a.", 8);
        state.warn(Code.UNKNOWN_FIELDS, "field b.", 9);
        state.warn(Code.UNKNOWN_FIELDS, "field a.", 10);
        state.warn(Code.REFUSED_EVENTS, "the second.", 11);
        assertEquals(
                List.of(
                        new Warning(Code.UNKNOWN_FIELDS, "field a. field b.", 3, 8),
                        new Warning(Code.REFUSED_EVENTS, "the second.", 2, 7)),
                of(state));
    }

    @Test
    void eachIsToldOnceInTheLifeOfARun() {
        state.warn(Code.CLOCK, "one.", 1);
        assertEquals(List.of(new Warning(Code.CLOCK, "one.", 1, 1)), state.drainWarnings());
        state.warn(Code.CLOCK, "one.", 1);
        state.warn(Code.CLOCK, "two.", 1);
        assertEquals(List.of(), state.drainWarnings());
        step(1, null);
        RunState again = Stored.again(state);
        again.warn(Code.CLOCK, "three.", 1);
        assertEquals(List.of(), again.drainWarnings());
    }

    @Test
    void theySurviveARestartAndAResumption() {
        step(1, null);
        for (Code code : Code.values()) {
            state.warn(code, "Umlaut ü and 队列: " + code + ".", 3);
            state.warn(code, "another.", 4);
        }
        RunState again = Stored.again(state);
        assertEquals(of(state), of(again));
        again.accept(RunStarted.of(origin(1)).firstStep(1).build());
        assertEquals(of(state), of(again));
    }

    @Test
    void theyAreBoundedWhateverIsSaid() {
        step(1, null);
        for (Code code : Code.values()) {
            for (int i = 0; i < 1000; i++) {
                state.warn(code, i + "x".repeat(10_000), i);
            }
        }
        assertTrue(Code.values().length <= 16);
        assertTrue(of(state).stream().allMatch(warning -> warning.text().length() <= 8 * (Warnings.MAX_DETAIL + 1)));
        assertTrue(of(state).get(0).text().contains("999x"), "the newest are shown");
        assertTrue(Stored.records(state).get(RecordKey.WARNINGS).length < 16 << 10);
    }

    @Test
    void entropiesWithoutTheirRangeAreNamedOnce() {
        Moments entropy = new Moments(600, 9, 32);
        step(1, entropy);
        assertEquals(List.of(), of(state), "nothing is known of the run yet");
        state.accept(RunStarted.of(origin(0)).plannedSteps(100).build());
        step(2, null);
        assertEquals(List.of(), of(state), "a loss needs none");
        step(3, entropy);
        step(4, entropy);
        Warning warning = of(state).get(0);
        assertEquals(Code.NO_LOG_SNR_RANGE, warning.code());
        assertEquals(1, warning.count());
        assertEquals(3, warning.step());
        assertTrue(warning.text().contains("logSnrRange"), warning.text());
    }

    @Test
    void entropiesWithTheirRangeAreNot() {
        state.accept(RunStarted.of(origin(0)).logSnrRange(-8, 12).build());
        step(1, new Moments(600, 9, 32));
        assertEquals(List.of(), of(state));
    }
}
