package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.standalone.backtest.Backtest;
import io.neuralentropy.standalone.backtest.Backtest.Pair;
import java.util.List;

/** What a back-test found, for people and for programs. */
final class BacktestText {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NONE = "-";
    private static final String DEFAULTS = "the defaults";

    private final Backtest backtest;
    private final String present;
    private final String other;

    /** @param present settings as they were given; empty for the defaults; likewise {@code other} */
    BacktestText(Backtest backtest, String present, String other) {
        this.backtest = backtest;
        this.present = present.isEmpty() ? DEFAULTS : present;
        this.other = other.isEmpty() ? DEFAULTS : other;
    }

    /** Numbers side by side, then the reasons in words. */
    String table() {
        TextTable numbers = new TextTable("STATE", "STEP", "LATE", "STEP", "LATE");
        numbers.alignLeft(0);
        TextTable reasons = new TextTable("STATE", "UNDER", "REASON");
        reasons.alignLeft(0, 1, 2);
        for (Pair pair : backtest.pairs()) {
            String state = pair.either().to().wireName();
            numbers.row(state, step(pair.present()), late(pair.present()), step(pair.other()), late(pair.other()));
            reason(reasons, state, "present", pair.present());
            reason(reasons, state, "other", pair.other());
        }
        String head = backtest.run() + ", " + backtest.events() + " events, " + backtest.step() + " steps: under "
                + present + " (left), under " + other + " (right)";
        if (backtest.pairs().isEmpty()) {
            return head + System.lineSeparator() + "no change of state under either";
        }
        String gap = System.lineSeparator() + System.lineSeparator();
        return head + gap + numbers + gap + reasons;
    }

    private static void reason(TextTable reasons, String state, String under, StateChange change) {
        if (change != null) {
            reasons.row(state, under, change.reason());
        }
    }

    private static String step(StateChange change) {
        return change == null ? NONE : Long.toString(change.step());
    }

    private static String late(StateChange change) {
        return change == null ? NONE : Long.toString(change.late());
    }

    String json() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("run", backtest.run());
        json.put("events", backtest.events());
        json.put("step", backtest.step());
        side(json.putObject("present"), present, backtest.present());
        side(json.putObject("other"), other, backtest.other());
        return json.toString();
    }

    private static void side(ObjectNode side, String settings, List<StateChange> changes) {
        side.put("settings", settings.equals(DEFAULTS) ? "" : settings);
        ArrayNode states = side.putArray("states");
        for (StateChange change : changes) {
            ObjectNode state = states.addObject();
            state.put("step", change.step());
            state.put("state", change.to().wireName());
            state.put("time", change.time());
            state.put("reason", change.reason());
            state.put("late", change.late());
        }
    }
}
