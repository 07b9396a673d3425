package io.neuralentropy.monitor.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostGateTest {
    private final HostGate gate = new HostGate(new WebSettings("0.0.0.0", 0, Set.of("monitor", "Board.Example.org")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST:1",
                "localhost.",
                "127.0.0.1:9400",
                "192.168.1.20:9400",
                "[::1]",
                "[::1]:9400",
                "[fe80::1:2]:80",
                "monitor:9400",
                "board.example.org",
                "board.example.org.:443"
            })
    void admitsOwnNamesAndAddresses(String header) {
        assertEquals(true, gate.admits(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9400",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil-monitor",
                "monitor.evil.example:9400",
                "localhost:80:80",
                "localhost@evil.example",
                "[evil]",
                "[::1].evil.example",
                "::1",
                "*",
                ""
            })
    void refusesAllOtherNames(String header) {
        assertEquals(false, gate.admits(header));
    }

    @Test
    void refusesRequestsWithoutTheHeader() {
        assertEquals(false, gate.admits(null));
    }

    @ParameterizedTest
    @CsvSource({"true, *", "true, 'a,*'", "false, a"})
    void admitsAnyNameOnlyWhereTheSettingsSaySo(boolean admitted, String allowed) {
        var settings = new WebSettings("0.0.0.0", 0, Set.of(allowed.split(",")));
        assertEquals(admitted, new HostGate(settings).admits("anything.example:1"));
    }

    @Test
    void admitsTheBoundName() {
        assertEquals(true, new HostGate(new WebSettings("train-7", 0, Set.of())).admits("train-7:80"));
    }
}
