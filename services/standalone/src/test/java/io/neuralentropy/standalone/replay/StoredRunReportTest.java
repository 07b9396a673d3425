package io.neuralentropy.standalone.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;

/**
 * Real runs for docs/detectors.md: {@code -Dreport.runs=A,B -Dreport.bootstrap=HOST:PORT} prints a row of each, from the topic; with
 * {@code -Dreport.runs=a.jsonl,b.jsonl.gz} alone from files of JSON lines.
 */
class StoredRunReportTest {
    private static List<Event> exponential(double tau, int steps) {
        SplittableRandom random = new SplittableRandom(4);
        List<Event> events = new ArrayList<>();
        for (int t = 1; t <= steps; t++) {
            double level = 100 * (1 - Math.exp(-t / tau)) * random.nextDouble(0.9, 1.1);
            events.add(Step.of(new Origin("a", 0, 0, 10 * t), t)
                    .neuralEntropy(Moments.ofMean(level, 32))
                    .build());
        }
        return events;
    }

    @Test
    void anExponentialApproachIsFlatWhereTheoryHasIt() {
        StoredRunReport report = new StoredRunReport(exponential(800, 20_000));
        double truth = 800 * Math.log(1 / 0.03);
        assertEquals(truth, report.flatFrom(), 0.1 * truth);
        StateChange verdict = report.changes().get(1);
        assertEquals(TrainingState.SATURATED, verdict.to());
        assertTrue(verdict.step() > report.flatFrom());
        assertEquals(100, report.capacities().get(3).nats().value(), 2);
    }

    @Test
    void whatIsNotFlatByHalfTheRunIsNotSaidToBe() {
        assertTrue(Double.isNaN(new StoredRunReport(exponential(5_000, 9_000)).flatFrom()));
    }

    @Test
    void printsTheRunsAsked() {
        String runs = System.getProperty("report.runs");
        assumeTrue(runs != null, "no -Dreport.runs");
        StringBuilder table = new StringBuilder(StoredRunReport.HEAD);
        for (String run : runs.split(",")) {
            table.append(new StoredRunReport(stored(run)).row());
        }
        System.out.println(table);
        assertTrue(table.length() > StoredRunReport.HEAD.length());
    }

    private static List<Event> stored(String run) {
        List<Event> events = new ArrayList<>();
        String bootstrap = System.getProperty("report.bootstrap");
        if (bootstrap == null) {
            StoredEvents.ofFile(Source.of(run, InputStream.nullInputStream()), events::add);
        } else {
            Map<String, Object> client = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
            StoredEvents.ofTopic(client, Duration.ofSeconds(60), run, events::add);
        }
        assertTrue(!events.isEmpty(), "no events of " + run);
        return events;
    }
}
