package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RunsCommandTest {
    @Test
    void warningsStandBelowTheTable() {
        String runs = """
                [{"run":"a","state":"absorbing"},
                 {"run":"b","warnings":[{"code":"unknown-fields","text":"field lr is not known.","count":12,"step":1},
                   {"code":"clock","text":"the clock went back.","count":1,"step":700}]}]""";
        assertEquals(
                "\nb: field lr is not known. (× 12)\nb: the clock went back. (× 1)",
                RunsCommand.warnings(JsonText.parse(runs)));
        assertEquals("", RunsCommand.warnings(JsonText.parse("[{\"run\":\"a\"}]")));
    }
}
