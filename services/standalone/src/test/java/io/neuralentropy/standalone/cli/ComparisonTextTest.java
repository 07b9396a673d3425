package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    private static final String ANSWER = """
            {"runs":[
              {"run":"a","status":"completed","step":4000,"samples":128000,"seconds":64.5,"loss":6.5,
               "neuralEntropy":{"value":612.4,"standardError":3.1},"totalEntropy":873.0,
               "encodingEfficiency":{"value":0.7015,"standardError":0.0036}},
              {"run":"longer","status":"running","step":9000}],
             "equal":{"steps":{"at":4000.0,"runs":[
               {"run":"a","neuralEntropy":612.0,"encodingEfficiency":0.701,"loss":6.5},{"run":"longer"}]}},
             "reached":[
               {"run":"a","encodingEfficiency":[{"level":0.5,"steps":1234.4,"samples":39501.0,"seconds":20.0},
                 {"level":0.9}],"neuralEntropy":[]},
               {"run":"longer","encodingEfficiency":[{"level":0.5},{"level":0.9}],"neuralEntropy":[]}]}
            """;

    @Test
    void isOneTableForEachQuestionAndADashForTheUnknown() {
        assertEquals("""
                as they are
                RUN     STATUS     STEP  SAMPLES  SECONDS         S_NN  S_LIN  S_TOT                η  φ   LOSS
                a       completed  4000   128000    64.50  612.4 ± 3.1      -  873.0  0.7015 ± 0.0036  -  6.500
                longer  running    9000        -        -            -      -      -                -  -      -

                at 4000 steps each
                RUN      S_NN  S_LIN       η  φ   LOSS
                a       612.0      -  0.7010  -  6.500
                longer      -      -       -  -      -

                needed for η, - where it was never reached or is unknown
                RUN       η  STEPS  SAMPLES  SECONDS
                a       0.5   1234    39501    20.00
                a       0.9      -        -        -
                longer  0.5      -        -        -
                longer  0.9      -        -        -""".replace("\n", System.lineSeparator()), new ComparisonText(JsonText.parse(ANSWER)).toString());
    }
}
