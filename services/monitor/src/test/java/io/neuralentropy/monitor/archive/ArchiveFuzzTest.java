package io.neuralentropy.monitor.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.json.CurveBlock;
import io.neuralentropy.monitor.json.CurveKey;
import io.neuralentropy.monitor.json.CurveTable;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever lies in its topics, an archive takes a record or refuses it in words, stays within its memory, and answers in JSON
 * for what it took.
 */
class ArchiveFuzzTest {
    private static final int MEMORY = 100_000;
    private static final int RECORDS = 30_000;
    private static final List<String> JUNK = List.of(
            "",
            "null",
            "[]",
            "{}",
            "\u0000",
            "{\"run\":\"a\"",
            "{\"run\":7}",
            "{\"run\":{\"run\":\"a\"}}",
            "{\"run\":\"a\",\"acceptedSteps\":\"x\"}",
            "{\"run\":\"a\",\"acceptedSteps\":1e999}",
            "{\"run\":\"a\",\"acceptedSteps\":" + "9".repeat(2000) + "}",
            "{\"run\":\"a\",\"curve\":[1,{\"b\":\"c\"}]}",
            "{\"run\":\"a\",\"curve\":" + "[".repeat(100_000),
            "{\"run\":\"a\",\"curve\":{\"step\":[\"x\"]}}",
            "{\"run\":\"a\",\"curve\":{\"step\":[1],\"first\":[1,2],\"steps\":[1]}}",
            "{\"schema\":2,\"run\":\"a\",\"step\":[1]}",
            "{\"schema\":1,\"run\":\"a\",\"step\":[\"x\"]}",
            "{\"schema\":1,\"run\":\"a\",\"step\":[1],\"first\":[1,2],\"steps\":[1]}",
            "{\"schema\":1,\"run\":\"a\",\"step\":[[[1]]]}");

    private final SplittableRandom random = new SplittableRandom(11);
    private final RunArchive archive = new RunArchive(MEMORY);
    private final byte[] record;
    private final Map<Integer, byte[]> blocks;
    private long taken;
    private long refused;

    ArchiveFuzzTest() {
        RunState state = new RunState("a");
        for (long step = 1; step <= 3000; step++) {
            state.accept(Step.of(new Origin("a", 0, 0, step), step)
                    .samples(32)
                    .loss(random.nextDouble())
                    .neuralEntropy(new Moments(random.nextDouble(), 1, 32))
                    .build());
        }
        RunSnapshot snapshot = Snapshooter.of(state);
        record = RunJson.record(snapshot, "test");
        blocks = CurveBlock.of("a", snapshot.curve().coarse(Curve.COARSE));
    }

    private byte[] key() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> bytes(random.nextInt(300));
            case 2 -> new byte[0];
            case 3 -> new CurveKey(Integer.toString(random.nextInt(100)), random.nextInt(64)).bytes();
            case 4 -> "a\u000064".getBytes(UTF_8);
            case 5 -> Integer.toString(random.nextInt(100)).getBytes(UTF_8);
            case 6 -> new CurveKey("a", random.nextInt(64)).bytes();
            default -> "a".getBytes(UTF_8);
        };
    }

    private byte[] value() {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> bytes(random.nextInt(2000));
            case 2 -> JUNK.get(random.nextInt(JUNK.size())).getBytes(UTF_8);
            case 3 -> damaged(record);
            case 4 -> damaged(blocks.get(random.nextInt(blocks.size())));
            default -> random.nextBoolean() ? record : blocks.get(random.nextInt(blocks.size()));
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] damaged(byte[] value) {
        byte[] copy = value.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(32, 127);
        }
        return copy;
    }

    private void take(byte[] key, byte[] value) {
        try {
            if (random.nextBoolean()) {
                archive.takeRun(key, value);
            } else {
                archive.takeBlock(key, value);
            }
            taken++;
        } catch (IllegalArgumentException e) {
            assertNotNull(e.getMessage());
            refused++;
        }
    }

    private static void check(Archived run) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(run.run(), mapper.readTree(run.summary()).get("run").asText());
        assertEquals(run.run(), mapper.readTree(run.full()).get("run").asText());
        CurveTable curve = CurveTable.read(run.curve());
        assertEquals(curve.size(), curve.column("first").length);
        mapper.readTree(curve.json());
    }

    @Test
    void survivesWhateverLiesInItsTopics() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            take(key(), value());
            assertTrue(archive.bytes() <= MEMORY, archive.bytes() + " bytes");
            if (i % 100 == 0) {
                for (Archived run : archive.all()) {
                    check(run);
                }
            }
        }
        assertTrue(taken > RECORDS / 20 && refused > RECORDS / 20, taken + " taken, " + refused + " refused");
        System.out.println("hostile records of run metrics and curves: " + taken + " taken, " + refused + " refused");
    }

    @Test
    void aHugeRecordIsTakenAndAnsweredFor() throws IOException {
        String text = "x".repeat(3_000_000);
        archive.takeRun("a".getBytes(UTF_8), ("{\"run\":\"a\",\"name\":\"" + text + "\"}").getBytes(UTF_8));
        check(archive.find("a").orElseThrow());
        archive.takeRun("b".getBytes(UTF_8), "{\"run\":\"b\"}".getBytes(UTF_8));
        assertTrue(archive.find("a").isEmpty(), "the largest goes when there is no room for others");
        assertTrue(archive.bytes() <= MEMORY);
    }
}
