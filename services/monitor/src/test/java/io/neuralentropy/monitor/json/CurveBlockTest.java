package io.neuralentropy.monitor.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveBlockTest {
    private final RunState state = new RunState("a");

    private void steps(long from, long to, boolean withSeconds) {
        for (long step = from; step <= to; step++) {
            state.accept(Step.of(new Origin("a", 0, 0, step), step)
                    .samples(32)
                    .loss(step == 40 ? Double.POSITIVE_INFINITY : 1.0 / step)
                    .neuralEntropy(new Moments(step, 1, 4))
                    .seconds(withSeconds ? 0.5 : Double.NaN)
                    .build());
        }
    }

    private Curve curve() {
        return Snapshooter.of(state).curve().coarse(Curve.COARSE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void theBlocksOfACurveAreTheCurve() {
        steps(1, 300, true);
        Map<Integer, byte[]> blocks = CurveBlock.of("a", curve());
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8), blocks.keySet());
        blocks.values().forEach(block -> CurveBlock.check("a", block));
        assertEquals(
                text(CurveTable.of("a", curve()).json()),
                text(CurveBlock.join("a", blocks.values())),
                "to the last digit");
    }

    @Test
    void whatOnlySomeBlocksKnowIsUnknownInTheOthers() {
        steps(1, 3, false);
        steps(4, 5, true);
        Map<Integer, byte[]> blocks = CurveBlock.of("a", curve());
        CurveTable joined = CurveTable.read(CurveBlock.join("a", List.of(blocks.get(1), blocks.get(2))));
        assertArrayEquals(new double[] {2, 3, 4, 5}, joined.column("step"));
        assertArrayEquals(new double[] {64, 96, 128, 160}, joined.column("samples"), "from the run's beginning");
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}, joined.column("seconds"));
    }

    @Test
    void aKeyIsReadBackAndNamesItsRun() {
        CurveKey key = new CurveKey("a.b-c_1", 53);
        assertEquals(key, CurveKey.read(key.bytes()));
        assertEquals("a.b-c_1", text(CurveKey.run(key.bytes())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a\u0000",
                "\u00001",
                "a\u0000x",
                "a\u000064",
                "a\u000007",
                "a\u0000-1",
                "a b\u00001",
                "a\u00001\u00002"
            })
    void whatIsNoKeyIsRefused(String key) {
        assertThrows(IllegalArgumentException.class, () -> CurveKey.read(key.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"schema\":2,\"run\":\"a\",\"step\":[1],\"first\":[1],\"steps\":[1]}",
                "{\"schema\":1,\"run\":\"b\",\"step\":[1],\"first\":[1],\"steps\":[1]}",
                "{\"schema\":1,\"run\":\"a\",\"step\":[1],\"first\":[1]}",
                "{\"schema\":1,\"run\":\"a\",\"step\":[1],\"first\":[\"x\"],\"steps\":[1]}",
                "{\"schema\":1,\"run\":\"a\",\"step\":[1"
            })
    void whatIsNoBlockIsRefused(String block) {
        assertThrows(IllegalArgumentException.class, () -> CurveBlock.check("a", block.getBytes(UTF_8)));
    }

    @Test
    void theExampleOfTheProtocolIsABlock() throws IOException {
        Matcher example = Pattern.compile("```json run-curves\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "..", "docs", "events.md")));
        assertTrue(example.find());
        byte[] block = example.group(1).getBytes(UTF_8);
        CurveBlock.check("vpx-d9-s1", block);
        CurveTable curve = CurveTable.read(CurveBlock.join("vpx-d9-s1", List.of(block)));
        assertArrayEquals(new double[] {17, 19}, curve.column("step"));
        assertEquals(Double.POSITIVE_INFINITY, curve.column("loss")[1]);
    }
}
