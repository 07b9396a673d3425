package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs tell their groups, and what becomes of it. */
class GroupRunsTest {
    private static final EventCodec CODEC = new EventCodec();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final GroupBounds BOUNDS = new GroupBounds(12, 16);
    private static final TopologySettings SETTINGS = TopologySettings.defaults()
            .groups(BOUNDS)
            .metricsInterval(Duration.ofSeconds(5))
            .retain(Duration.ofHours(1), Duration.ofDays(2));

    private final LiveGroups groups = new LiveGroups();
    private long refused;
    private long skipped;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestInputTopic<byte[], byte[]> said;
    private TestOutputTopic<byte[], byte[]> told;

    private Instant now = START;

    @TempDir
    private Path stateDirectory;

    @BeforeEach
    void start() {
        driver = Drive.topology(
                MonitorTopology.build(
                        SETTINGS, Drive.ONE_PARTITION, new LiveSnapshots(), groups, PublishedRuns.NONE, meters()),
                "test",
                stateDirectory,
                START);
        events = Drive.input(driver, Topics.EVENTS);
        said = Drive.input(driver, Topics.GROUP_RUNS);
        told = Drive.output(driver, Topics.GROUP_RUNS);
    }

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
            driver = null;
        }
    }

    private IntakeMeters meters() {
        return new IntakeMeters() {
            @Override
            public void refusedGroupRun() {
                refused++;
            }

            @Override
            public void skipped(String topic) {
                skipped++;
            }
        };
    }

    private void send(Event event) {
        events.pipeInput(event.run().getBytes(UTF_8), CODEC.encode(event), now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Long enough for what has changed to be written and published. */
    private void settle() {
        pass(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(1));
    }

    private void started(String run, int attempt, String group, long size) {
        send(RunStarted.of(new Origin(run, attempt, 0, 0))
                .group(group)
                .dataset(size == 0 ? null : new RunStarted.Dataset("d", size))
                .build());
    }

    private void step(String run, int attempt, long number, double nats) {
        send(Step.of(new Origin(run, attempt, 0, number), number)
                .neuralEntropy(new Moments(nats, 16, 4))
                .learnedEntropy(new Moments(nats / 2, 16, 4))
                .build());
    }

    private GroupSnapshot group(String name) {
        return groups.all().stream()
                .filter(group -> group.group().equals(name))
                .findFirst()
                .orElse(null);
    }

    private List<String> runsOf(String name) {
        return group(name).runs().stream().map(GroupRun::run).toList();
    }

    @Nested
    class FromEventsToLaws {
        @Test
        void runsOfDifferentSizesGiveALaw() {
            started("a", 0, "g", 10);
            step("a", 0, 1, 4);
            started("b", 0, "g", 1000);
            step("b", 0, 1, 20);
            settle();
            GroupSnapshot g = group("g");
            assertEquals(
                    new GroupRun("a", 0, 1, 10, new Estimate(4, 2), new Estimate(2, 2)),
                    g.runs().get(0));
            assertEquals(16 / Math.log(100), g.neural().slope().value(), 1e-12);
            assertEquals(Math.sqrt(8) / Math.log(100), g.neural().slope().standardError(), 1e-12);
            assertEquals(8 / Math.log(100), g.learned().slope().value(), 1e-12);
        }

        @Test
        void aRunCountsAtItsLatestStep() {
            started("a", 0, "g", 10);
            step("a", 0, 1, 4);
            settle();
            step("a", 0, 2, 8);
            settle();
            GroupRun run = group("g").runs().get(0);
            assertEquals(2, run.step());
            assertEquals(6, run.neuralEntropy().value(), "its window");
            assertEquals(2, told.readKeyValuesToList().size(), "at the pace of run metrics");
        }

        @Test
        void groupsAreKeptApart() {
            started("a", 0, "g", 10);
            step("a", 0, 1, 4);
            started("b", 0, "h", 10);
            step("b", 0, 1, 4);
            settle();
            assertEquals(List.of("a"), runsOf("g"));
            assertEquals(List.of("b"), runsOf("h"));
        }

        @Test
        void runsWithoutGroupSizeOrEntropyTellNothing() {
            started("a", 0, null, 10);
            step("a", 0, 1, 4);
            started("b", 0, "g", 0);
            step("b", 0, 1, 4);
            started("c", 0, "g", 10);
            step("d", 0, 1, 4);
            settle();
            assertEquals(List.of(), groups.all());
            assertTrue(told.isEmpty());
        }

        @Test
        void aLaterAttemptReplacesTheRun() {
            started("a", 0, "g", 10);
            step("a", 0, 5, 4);
            settle();
            started("a", 1, "g", 20);
            step("a", 1, 1, 7);
            settle();
            assertEquals(
                    List.of(new GroupRun("a", 1, 1, 20, new Estimate(7, 2), new Estimate(3.5, 2))),
                    group("g").runs());
        }

        @Test
        void aRunThatChangesItsGroupLeavesTheOldOne() {
            started("a", 0, "g", 10);
            step("a", 0, 1, 4);
            started("b", 0, "g", 20);
            step("b", 0, 1, 4);
            settle();
            started("a", 1, "h", 10);
            step("a", 1, 1, 4);
            settle();
            assertEquals(List.of("b"), runsOf("g"));
            assertEquals(List.of("a"), runsOf("h"));
            started("a", 2, null, 10);
            step("a", 2, 1, 4);
            settle();
            assertNull(group("h"), "an empty group is gone");
        }

        @Test
        void aRunThatExpiresLeavesItsGroup() {
            started("a", 0, "g", 10);
            step("a", 0, 1, 4);
            send(new RunFinished(new Origin("a", 0, 0, 1), RunFinished.Status.COMPLETED, null, 1));
            settle();
            assertEquals(List.of("a"), runsOf("g"));
            pass(Duration.ofHours(2));
            settle();
            assertEquals(List.of(), groups.all());
            var records = told.readKeyValuesToList();
            assertNull(records.get(records.size() - 1).value, "a tombstone");
            assertArrayEquals(GroupRecord.key("g", "a"), records.get(records.size() - 1).key);
            step("b", 0, 1, 1);
            settle();
            assertTrue(told.isEmpty(), "once");
        }

        @Test
        void groupsLeaveWithTheirPartition() {
            started("a", 0, "g", 10);
            step("a", 0, 1, 4);
            settle();
            assertEquals(1, groups.all().size());
            stop();
            assertEquals(List.of(), groups.all());
        }
    }

    @Nested
    class Records {
        private final Estimate nats = new Estimate(4, 0.5);

        private void say(String group, GroupRun run) {
            said.pipeInput(GroupRecord.key(group, run.run()), GroupRecord.value(run), now);
        }

        private GroupRun run(String id, int attempt, long step) {
            return new GroupRun(id, attempt, step, 10, nats, Estimate.UNKNOWN);
        }

        @Test
        void thatComeTwiceOrOfAnEarlierAttemptChangeNothing() {
            say("g", run("a", 1, 7));
            settle();
            GroupSnapshot before = group("g");
            say("g", run("a", 1, 7));
            say("g", run("a", 0, 9));
            said.pipeInput(GroupRecord.key("g", "unknown"), null, now);
            said.pipeInput(GroupRecord.key("unknown", "a"), null, now);
            settle();
            assertEquals(before, group("g"));
            assertEquals(1, groups.all().size());
        }

        @Test
        void thatAreNoneOfOursArePassedOverAndCounted() {
            byte[] good = GroupRecord.value(run("a", 0, 1));
            List<byte[]> values = List.of(
                    new byte[0],
                    new byte[] {1, 2, 3},
                    new byte[] {9, 2, 3},
                    new byte[1_000_000],
                    GroupRecord.value(new GroupRun("a", 0, 1, 0, nats, nats)),
                    GroupRecord.value(new GroupRun("a", -1, 1, 10, nats, nats)),
                    GroupRecord.value(new GroupRun("a", 0, -1, 10, nats, nats)));
            List<byte[]> keys = List.of(
                    new byte[0],
                    new byte[] {0},
                    "no-run".getBytes(UTF_8),
                    "g\0no run".getBytes(UTF_8),
                    ("g\0" + "r".repeat(1_000_000)).getBytes(UTF_8),
                    ("g".repeat(1_000_000) + "\0a").getBytes(UTF_8));
            values.forEach(value -> said.pipeInput("g\0a".getBytes(UTF_8), value, now));
            keys.forEach(key -> said.pipeInput(key, good, now));
            keys.forEach(key -> said.pipeInput(key, null, now));
            said.pipeInput((byte[]) null, good);
            said.pipeInput((byte[]) null, (byte[]) null);
            say("g", run("b", 0, 1));
            settle();
            assertEquals(List.of("b"), runsOf("g"));
            assertEquals(values.size() + 2 * keys.size() + 2, skipped);
            assertEquals(1, stored());
        }

        /** All of them would read as the same group. */
        @Test
        void whoseKeysAreNotUtf8FillNoStore() {
            byte[] value = GroupRecord.value(run("a", 0, 1));
            for (int i = 0x80; i < 0xc0; i++) {
                said.pipeInput(new byte[] {(byte) i, 0, 'a'}, value, now);
            }
            assertEquals(64, skipped);
            assertEquals(0, stored());
        }

        private long stored() {
            long count = 0;
            try (var all =
                    driver.<Bytes, byte[]>getKeyValueStore(GroupProcessor.STORE).all()) {
                for (; all.hasNext(); all.next()) {
                    count++;
                }
            }
            return count;
        }

        @Test
        void withAnyNumbersArePublished() {
            double[] odd = {
                Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE, -0.0
            };
            long[] sizes = {1, 2, Long.MAX_VALUE};
            int runs = 0;
            for (double value : odd) {
                for (double error : odd) {
                    Estimate estimate = new Estimate(value, error);
                    long size = sizes[runs % sizes.length];
                    String group = "g" + runs % BOUNDS.groups();
                    say(group, new GroupRun("r" + runs, Integer.MAX_VALUE, Long.MAX_VALUE, size, estimate, estimate));
                    runs++;
                }
            }
            settle();
            assertEquals(
                    runs,
                    groups.all().stream().mapToInt(group -> group.runs().size()).sum());
            assertEquals(0, skipped);
        }

        @Test
        void ofRunsOverTheBoundAreRefusedAndCounted() {
            for (int i = 0; i < BOUNDS.runs() + 2; i++) {
                say("g", run("r" + i, 0, 1));
            }
            settle();
            assertEquals(BOUNDS.runs(), group("g").runs().size());
            assertEquals(2, refused);
            said.pipeInput(GroupRecord.key("g", "r0"), null, now);
            say("g", run("late", 0, 1));
            settle();
            assertTrue(runsOf("g").contains("late"), "when one leaves there is room");
        }

        @Test
        void ofGroupsOverTheBoundAreRefusedAndCounted() {
            for (int i = 0; i < BOUNDS.groups() + 3; i++) {
                say("g" + i, run("r", 0, 1));
            }
            settle();
            assertEquals(BOUNDS.groups(), groups.all().size());
            assertEquals(3, refused);
        }
    }

    @Nested
    class Keys {
        @Test
        void tellGroupFromRunWhateverTheGroupIsCalled() {
            for (String group : List.of("g", "g\0h", "größer", "\0")) {
                assertEquals(new GroupRecord.Key(group, "run-1"), GroupRecord.readKey(GroupRecord.key(group, "run-1")));
            }
            assertThrows(IllegalArgumentException.class, () -> GroupRecord.readKey(GroupRecord.key("", "run")));
            assertThrows(IllegalArgumentException.class, () -> GroupRecord.readKey(GroupRecord.key("g", "")));
            String longest = "😀".repeat(256);
            String run = "r".repeat(128);
            assertEquals(new GroupRecord.Key(longest, run), GroupRecord.readKey(GroupRecord.key(longest, run)));
            assertThrows(
                    IllegalArgumentException.class, () -> GroupRecord.readKey(GroupRecord.key(longest + "!", run)));
        }

        @Test
        void ofOneGroupAreInOnePartition() {
            for (int partitions : new int[] {1, 8, 13}) {
                int expected = GroupRecord.partition(GroupRecord.key("g", "a"), partitions);
                assertTrue(expected >= 0 && expected < partitions);
                for (int i = 0; i < 50; i++) {
                    assertEquals(expected, GroupRecord.partition(GroupRecord.key("g", "run" + i), partitions));
                }
            }
        }

        @Test
        void ofManyGroupsAreInAllPartitions() {
            long used = java.util.stream.IntStream.range(0, 200)
                    .map(i -> GroupRecord.partition(GroupRecord.key("group-" + i, "a"), 8))
                    .distinct()
                    .count();
            assertEquals(8, used);
        }
    }
}
