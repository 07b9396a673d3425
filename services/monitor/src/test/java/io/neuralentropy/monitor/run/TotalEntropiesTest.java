package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.LowerBound.Source;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of the total entropy of a run, and what follows from it. */
class TotalEntropiesTest {
    private static final double UNKNOWN = Double.NaN;

    private static RunStarted.Builder about(int attempt) {
        return RunStarted.of(new Origin("run", attempt, 0, 0));
    }

    private static EntropyEstimate nats(double value, String method) {
        return new EntropyEstimate(value, UNKNOWN, method);
    }

    private static EntropyEstimate nats(double value) {
        return nats(value, null);
    }

    /** Trained on: S_NN and S_lin 60. */
    private static Step step() {
        return Step.of(new Origin("run", 0, 0, 0), 1)
                .neuralEntropy(new Moments(60, 4, 4))
                .learnedEntropy(new Moments(60, 4, 4))
                .build();
    }

    private static Evaluation evaluation(int attempt, long step, String split, Moments neural, Moments learned) {
        return new Evaluation(
                new Origin("run", attempt, 0, 1),
                step,
                split,
                neural,
                learned,
                null,
                Absent.NUMBER,
                Absent.NUMBER,
                null,
                null,
                null);
    }

    /** Held-out points of which S_NN and S_lin are equal, and so S_CS, with its standard error. */
    private static Evaluation proving(double nats, double standardError) {
        Moments moments = new Moments(nats, 100 * standardError * standardError, 100);
        return evaluation(0, 1, "held-out", moments, moments);
    }

    private static RunSnapshot.Measures measures(Event... events) {
        RunState state = new RunState("run");
        state.accept(step());
        List.of(events).forEach(state::accept);
        return Snapshooter.of(state).measures();
    }

    private static LowerBound lower(Event... events) {
        return measures(events).totalLower();
    }

    @Nested
    class TheLowerBound {
        @Test
        void isTheHighestOfWhatIsKnown() {
            Evaluation proof = proving(90, 2);
            assertEquals(
                    new LowerBound(87, Source.STATED),
                    lower(
                            about(0).totalEntropyLower(nats(87))
                                    .gaussianEntropy(nats(85))
                                    .build(),
                            proof));
            assertEquals(
                    new LowerBound(87, Source.GAUSSIAN),
                    lower(
                            about(0).totalEntropyLower(nats(85))
                                    .gaussianEntropy(nats(87))
                                    .build(),
                            proof));
            assertEquals(
                    new LowerBound(86, Source.HELD_OUT),
                    lower(
                            about(0).totalEntropyLower(nats(85))
                                    .gaussianEntropy(nats(85.5))
                                    .build(),
                            proof));
        }

        @Test
        void isLessTwoStandardErrorsWhateverItComesFrom() {
            // a fit of 400 points said 1.127 where S_tot is 1.097
            EntropyEstimate fit = new EntropyEstimate(1.127, .03, "gaussian-fit");
            RunStarted fitted =
                    about(0).totalEntropyLower(fit).gaussianEntropy(fit).build();
            assertEquals(1.067, lower(fitted).nats(), 1e-12);
            assertEquals(Source.STATED, lower(fitted).source());
            assertEquals(
                    new LowerBound(90, Source.GAUSSIAN),
                    lower(about(0).totalEntropyLower(new EntropyEstimate(100, 6, null))
                            .gaussianEntropy(new EntropyEstimate(92, 1, null))
                            .build()),
                    "the highest of what is sure");
        }

        @Test
        void needsOnlyOneOfThem() {
            assertEquals(
                    new LowerBound(-4, Source.STATED),
                    lower(about(0).totalEntropyLower(nats(-4)).build()));
            assertEquals(
                    new LowerBound(3, Source.GAUSSIAN),
                    lower(about(0).gaussianEntropy(nats(3)).build()));
            assertEquals(new LowerBound(86, Source.HELD_OUT), lower(proving(90, 2)), "without a run.started");
            assertEquals(LowerBound.UNKNOWN, lower());
        }

        @Test
        void isSaidToBeTheStatedOneWhereTheGaussianOneIsTheSame() {
            RunStarted about = about(0).totalEntropyLower(nats(85))
                    .gaussianEntropy(nats(85))
                    .build();
            assertEquals(Source.STATED, lower(about).source());
        }

        @Test
        void isTheStatedOneAloneWhereTheTotalIsKnown() {
            RunStarted.Builder known = about(0).totalEntropy(nats(100)).gaussianEntropy(nats(85));
            assertEquals(LowerBound.UNKNOWN, lower(known.build(), proving(90, 2)));
            RunSnapshot.Measures measures =
                    measures(known.totalEntropyLower(nats(80)).build(), proving(90, 2));
            assertEquals(new LowerBound(80, Source.STATED), measures.totalLower());
            assertEquals(0.6, measures.learnedRatio());
            assertEquals(0.75, measures.learnedRatioUpper());
            assertEquals(40, measures.informationGap());
        }

        @Test
        void doesNotCountWhatIsProvenWithinTheNoise() {
            assertEquals(LowerBound.UNKNOWN, lower(proving(90, 45)));
            assertEquals(Source.HELD_OUT, lower(proving(90, 44.9)).source());
        }

        @ParameterizedTest(name = "S_NN {0}, S_lin {1}")
        @CsvSource({
            "NaN, 1",
            "1, NaN",
            "0, 1",
            "-1, 1",
            "Infinity, 1",
            "1, Infinity",
            "1, -Infinity",
            "Infinity, Infinity",
            "5, -5",
            "NaN, NaN"
        })
        void passesOverBadNumbers(double neural, double learned) {
            Evaluation bad = evaluation(0, 1, "held-out", new Moments(neural, 1, 100), new Moments(learned, 1, 100));
            assertEquals(LowerBound.UNKNOWN, lower(bad));
            RunStarted about = about(0).gaussianEntropy(nats(3)).build();
            assertEquals(new LowerBound(3, Source.GAUSSIAN), lower(about, bad));
        }

        @Test
        void needsBothEntropiesWithTheirErrorsOnHeldOutPoints() {
            Moments known = new Moments(90, 1, 100);
            Moments vague = Moments.ofMean(90, 100);
            assertEquals(LowerBound.UNKNOWN, lower(evaluation(0, 1, "train", known, known)));
            assertEquals(LowerBound.UNKNOWN, lower(evaluation(0, 1, "held-out", null, known)));
            assertEquals(LowerBound.UNKNOWN, lower(evaluation(0, 1, "held-out", known, null)));
            assertEquals(LowerBound.UNKNOWN, lower(evaluation(0, 1, "held-out", vague, known)));
            assertEquals(LowerBound.UNKNOWN, lower(evaluation(0, 1, "held-out", known, vague)));
            RunSnapshot.Measures measures = measures(evaluation(0, 1, "held-out", vague, vague));
            assertEquals(90, measures.heldOutBound().value());
            assertTrue(Double.isNaN(measures.heldOutBound().standardError()));
        }

        @Test
        void goesByTheNewestEvaluationOfTheLatestAttemptInAnyOrder() {
            Moments before = new Moments(90, 0, 100);
            Moments resumed = new Moments(70, 0, 100);
            List<Event> events = new ArrayList<>(List.of(
                    step(),
                    evaluation(0, 500, "held-out", before, before),
                    about(1).firstStep(300).build(),
                    evaluation(1, 400, "held-out", resumed, resumed)));
            for (int i = 0; i < 2; i++) {
                RunState state = new RunState("run");
                events.forEach(state::accept);
                assertEquals(
                        new LowerBound(70, Source.HELD_OUT),
                        Snapshooter.of(state).measures().totalLower());
                Collections.reverse(events);
            }
        }
    }

    @Nested
    class TheBracketOfTheLearnedRatio {
        @Test
        void holdsTheTruth() {
            // S_tot = 80: the network that is evaluated proves 78 of it
            RunSnapshot.Measures measures =
                    measures(about(0).totalEntropyUpper(nats(84)).build(), proving(78, 1));
            assertEquals(60 / 84.0, measures.learnedRatioLower());
            assertEquals(60 / 76.0, measures.learnedRatioUpper());
            assertTrue(measures.learnedRatioLower() <= 60 / 80.0 && 60 / 80.0 <= measures.learnedRatioUpper());
        }

        @Test
        void isWideEnoughForTheErrorsOfItsBounds() {
            RunSnapshot.Measures stated = measures(about(0).totalEntropyLower(new EntropyEstimate(80, 2, null))
                    .totalEntropyUpper(new EntropyEstimate(84, 3, "empirical"))
                    .build());
            assertEquals(60 / 90.0, stated.learnedRatioLower());
            assertEquals(60 / 76.0, stated.learnedRatioUpper());
            assertEquals(60 / 84.0, stated.memorisedRatio(), "of the estimate, which is no bound here");
        }

        @Test
        void endsAtOne() {
            assertEquals(1, measures(proving(50, 1)).learnedRatioUpper());
        }

        @Test
        void hasOnlyTheEndOfTheBoundThatIsKnown() {
            RunSnapshot.Measures proven = measures(proving(78, 1));
            assertEquals(60 / 76.0, proven.learnedRatioUpper());
            assertEquals(UNKNOWN, proven.learnedRatioLower());
            RunSnapshot.Measures stated =
                    measures(about(0).totalEntropyUpper(nats(84)).build());
            assertEquals(60 / 84.0, stated.learnedRatioLower());
            assertEquals(UNKNOWN, stated.learnedRatioUpper());
        }
    }

    @Nested
    class TheMemorisedShare {
        @Test
        void isOfTheEntropyOfTheTrainingPointsThemselves() {
            RunStarted about =
                    about(0).totalEntropyUpper(nats(240, "empirical")).build();
            assertEquals(0.25, measures(about).memorisedRatio());
        }

        @Test
        void isUnknownWhereThatIsNotStated() {
            assertEquals(UNKNOWN, measures().memorisedRatio());
            assertEquals(
                    UNKNOWN,
                    measures(about(0).totalEntropyUpper(nats(240)).build()).memorisedRatio());
            assertEquals(
                    UNKNOWN,
                    measures(about(0).totalEntropyUpper(nats(240, "analytic")).build())
                            .memorisedRatio());
            assertEquals(
                    UNKNOWN,
                    measures(about(0).totalEntropyLower(nats(240, "empirical")).build())
                            .memorisedRatio());
            assertEquals(
                    UNKNOWN,
                    measures(about(0).totalEntropyUpper(nats(-2, "empirical")).build())
                            .memorisedRatio());
        }
    }

    @Test
    void whatIsNotStatedIsUnknown() {
        TotalEntropies there = new TotalEntropies(null, Estimate.UNKNOWN);
        assertFalse(there.total().isKnown());
        assertNull(there.lower().source());
        assertEquals(UNKNOWN, there.upper());
        assertEquals(UNKNOWN, there.gaussian());
        assertEquals(UNKNOWN, there.empirical());
    }
}
