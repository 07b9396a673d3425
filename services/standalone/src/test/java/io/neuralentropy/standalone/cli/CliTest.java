package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.neuralentropy.trainer.Training;
import io.neuralentropy.trainer.TrainingException;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CliTest {

    static Set<String> commands() {
        return cli().getSubcommands().keySet();
    }

    private static CommandLine cli() {
        return new Cli(Map.of(), Console.system(), StopSignal.deaf()).commandLine();
    }

    @Test
    void hasTheCommandsOfTheManual() {
        assertEquals(
                Set.of(
                        "demo",
                        "train",
                        "sample",
                        "bounds",
                        "monitor",
                        "broker",
                        "replay",
                        "export",
                        "backtest",
                        "reproduce",
                        "runs",
                        "compare",
                        "health"),
                commands());
    }

    @Nested
    class Help {
        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.cli.CliTest#commands")
        void ofEachCommandNamesItsOptionsAndEndsWithSuccess(String command) {
            InProcess.Outcome outcome = new InProcess().run(command, "--help");

            assertEquals(0, outcome.code());
            assertEquals("", outcome.err());
            cli().getSubcommands().get(command).getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> assertTrue(outcome.out().contains(option.longestName()), option.longestName()));
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.cli.CliTest#commands")
        void describesEveryOptionInASentence(String command) {
            assertAll(cli().getSubcommands().get(command).getCommandSpec().options().stream()
                    .map(option -> () -> assertTrue(
                            option.description().length > 0 && option.description()[0].contains("."),
                            command + " " + option.longestName())));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0   done", "1   failed", "2   wrong usage", "NEURAL_ENTROPY_HTTP_PORT", "@FILE"})
        void saysWhatIsCommonToAllCommands(String text) {
            assertTrue(new InProcess().run("--help").out().contains(text));
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.cli.CliTest#commands")
        void versionIsKnownEverywhere(String command) {
            InProcess.Outcome outcome = new InProcess().run(command, "--version");

            assertEquals(0, outcome.code());
            assertTrue(outcome.out().startsWith("neural-entropy "), outcome.out());
        }
    }

    @Nested
    class Mistakes {
        private void assertOneLine(int code, String expected, InProcess.Outcome outcome) {
            assertEquals(code, outcome.code(), outcome.err());
            assertEquals(1, outcome.err().lines().count(), outcome.err());
            assertTrue(outcome.err().startsWith("neural-entropy: "), outcome.err());
            assertTrue(outcome.err().contains(expected), outcome.err());
        }

        @Test
        void noCommand() {
            assertOneLine(2, "name a command", new InProcess().run());
        }

        @Test
        void anUnknownCommand() {
            assertOneLine(2, "did you mean broker?", new InProcess().run("brokr"));
        }

        @Test
        void anUnknownOption() {
            assertOneLine(2, "Unknown option: '--prot=1'", new InProcess().run("broker", "--prot=1"));
            assertOneLine(2, "did you mean --port?", new InProcess().run("broker", "--prot=1"));
        }

        @Test
        void aValueOfTheWrongType() {
            assertOneLine(2, "'many' is no port", new InProcess().run("broker", "--port", "many"));
            assertOneLine(2, "'65536' is no port", new InProcess().run("broker", "--port", "65536"));
        }

        @Test
        void aValueOfTheWrongTypeInTheEnvironment() {
            InProcess wrong = new InProcess(Map.of("NEURAL_ENTROPY_PORT", "many"));
            assertOneLine(2, "from NEURAL_ENTROPY_PORT", wrong.run("broker"));
        }

        @Test
        void aMissingOption() {
            assertOneLine(2, "--bootstrap-servers", new InProcess().run("replay", "-"));
        }

        @Test
        void aMissingFileOfOptions() {
            assertOneLine(2, "no such file of options", new InProcess().run("broker", "@not-there"));
        }

        @Test
        void aMissingFileToReplay() {
            assertOneLine(
                    1,
                    "no such file: not-there",
                    new InProcess().run("replay", "not-there", "--bootstrap-servers=a:1"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "--strict | name a FILE, or give --dead-letters",
                    "file --dead-letters | give a FILE or --dead-letters, not both",
                    "file --reason=expired-run | --reason, --since and --until go with --dead-letters",
                    "--dead-letters --strict | --strict goes with a FILE",
                    "--dead-letters --since=yesterday | is no point in time: give one"
                })
        void aReplayOfNothingOrOfTwo(String options, String expected) {
            assertOneLine(2, expected, new InProcess().run(("replay --bootstrap-servers=a:1 " + options).split(" ")));
        }

        @Test
        void aDirectoryToReplay(@TempDir Path directory) {
            InProcess.Outcome outcome =
                    new InProcess().run("replay", directory.toString(), "--bootstrap-servers=127.0.0.1:1");
            assertOneLine(1, "is a directory", outcome);
        }

        @Test
        void aBrokerThatIsNotThere() {
            InProcess.Outcome outcome =
                    new InProcess().run("replay", "-", "--bootstrap-servers=127.0.0.1:1", "--timeout=1");
            assertOneLine(1, "Kafka at 127.0.0.1:1 did not answer within 1 s", outcome);
        }

        @Test
        void aFileOfClientPropertiesThatIsNotThere() {
            InProcess.Outcome outcome =
                    new InProcess().run("replay", "-", "--bootstrap-servers=127.0.0.1:1", "--command-config=not-there");
            assertOneLine(1, "cannot read the properties file not-there", outcome);
        }

        @Test
        void aMonitorThatIsNotThere() {
            assertOneLine(1, "no monitor answers", new InProcess().run("runs", "--monitor=http://127.0.0.1:1"));
            assertOneLine(1, "no monitor answers", new InProcess().run("health", "--monitor=http://127.0.0.1:1"));
        }

        @ParameterizedTest
        @CsvSource({
            "--threads=0, at least 1 thread",
            "--standbys=-1, standbys",
            "--max-runs=0, bound on runs",
            "--max-groups=0, bound on groups",
            "--max-group-runs=0, bound on runs of a group",
            "--state-memory=0, at least 1 MiB",
            "--archive-memory=0, at least 1 MiB",
            "--topic-partitions=0, partitions must be at least 1",
            "--topic-replication=0, replication must be 1",
            "--topic-retention=0d, 'such as 24h'",
            "--retain-finished=1, 'such as 24h'",
            "--retain-silent=0d, 'such as 24h'",
            "--run-metrics-interval=often, 'such as 24h'"
        })
        void aLimitOfTheMonitorThatIsOutOfItsRange(String option, String named) {
            assertOneLine(2, named, new InProcess().run("monitor", "--bootstrap-servers=127.0.0.1:1", option));
        }

        @Test
        void aComparisonOfOneRun() {
            assertOneLine(2, "RUN", new InProcess().run("compare", "a"));
            assertOneLine(2, "--efficiency", new InProcess().run("compare", "a", "b", "--efficiency=much"));
            assertOneLine(
                    1, "no monitor answers", new InProcess().run("compare", "a", "b", "--monitor=http://127.0.0.1:1"));
        }

        @Test
        void anExportOfWhatCannotBe(@TempDir Path directory) throws IOException {
            String nowhere = "--bootstrap-servers=127.0.0.1:1";
            assertOneLine(2, "no id of a run", new InProcess().run("export", "no id", nowhere));
            assertOneLine(2, "--bootstrap-servers", new InProcess().run("export", "a"));
            assertOneLine(2, "goes with --curve", new InProcess().run("export", "a", nowhere, "--format=csv"));
            assertOneLine(2, "none of csv, jsonl", new InProcess().run("export", "a", "--curve", "--format=xml"));
            assertOneLine(1, "did not answer within 1 s", new InProcess().run("export", "a", nowhere, "--timeout=1"));
            assertOneLine(
                    1,
                    "cannot write " + directory.resolve("not-there/a.csv"),
                    new InProcess().run("export", "a", "--curve", "--output=" + directory.resolve("not-there/a.csv")));
            Path file = Files.writeString(directory.resolve("a.csv"), "kept");
            assertOneLine(
                    1,
                    "no monitor answers",
                    new InProcess().run("export", "a", "--curve", "--monitor=http://127.0.0.1:1", "--output=" + file));
            assertEquals("kept", Files.readString(file));
            assertEquals(List.of(file), list(directory));
        }

        private static List<Path> list(Path directory) throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return files.toList();
            }
        }

        @Test
        void anAddressThatIsNone() {
            assertOneLine(1, "not an address of a monitor", new InProcess().run("health", "--monitor=here"));
        }

        @Test
        void aBrokersDirectoryThatIsAFile(@TempDir Path directory) throws IOException {
            Path file = Files.createFile(directory.resolve("file"));
            assertOneLine(1, "is a file", new InProcess().run("broker", "--data", file.toString()));
        }

        @Test
        void aBrokersAddressThatClientsCannotReach() {
            assertOneLine(1, "not 0.0.0.0", new InProcess().run("broker", "--host=0.0.0.0", "--port=0"));
        }

        @ParameterizedTest
        @CsvSource({
            "--process=foo, foo",
            "--dataset=not-there.csv, not-there.csv",
            "--learning-rate=-1, learning rate",
            "--kappa=0, kappa",
            "--objective=edm, process edm",
            "--p-std=0, p-std",
            "--sigma-data=1, process edm",
            "--control-variates, estimator bins",
            "--run=no id, no id",
            "--min-snr-gamma=3, 'min-snr-gamma belongs to the objective weight min-snr, not to unit'",
            "--threads=0, threads",
            "--hidden=0, width",
            "--steps=0, steps",
            "--dimension=-1, dimension"
        })
        void aValueOfATrainingThatIsOutOfItsRange(String option, String named) {
            assertOneLine(1, named, new InProcess().run("train", "--bootstrap-servers=127.0.0.1:1", option));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "NaN", "Infinity"})
        void aMinSnrGammaThatIsNotPositive(String gamma) {
            InProcess.Outcome outcome = new InProcess()
                    .run(
                            "train",
                            "--bootstrap-servers=127.0.0.1:1",
                            "--objective-weight=min-snr",
                            "--min-snr-gamma=" + gamma);
            assertOneLine(1, "min-snr-gamma must be a positive number, not " + Double.parseDouble(gamma), outcome);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "train --bootstrap-servers=127.0.0.1:1",
                    "sample a --checkpoint-dir=not-there",
                    "demo",
                    "reproduce toy-gaussian --quick"
                })
        void aGpuWhereThereIsNone(String command, @TempDir Path directory) {
            assumeFalse(hasGpu(), "this machine has a GPU that PyTorch knows");
            String[] arguments = (command + " --device=gpu").split(" ");
            if (command.startsWith("reproduce")) {
                arguments = (command + " --device=gpu --out=" + directory).split(" ");
            }
            InProcess.Outcome outcome = new InProcess().run(arguments);
            assertOneLine(1, "finds no GPU: set it up as docs/gpu.md says", outcome);
            assertEquals("", outcome.out(), "nothing has been begun");
        }

        private static boolean hasGpu() {
            try {
                Training.check(ComputeDevice.GPU);
                return true;
            } catch (TrainingException none) {
                return false;
            }
        }

        @Test
        void aMemoryForEventsThatIsTooSmall() {
            assertOneLine(
                    2,
                    "at least 2 MiB",
                    new InProcess().run("train", "--bootstrap-servers=127.0.0.1:1", "--event-memory=1"));
        }

        @ParameterizedTest
        @CsvSource({
            "--device=tpu, 'auto, cpu, gpu'",
            "--image=28x28, channels x height x width",
            "--image-layout=last, 'auto, channels-first, channels-last'",
            "--csv-header=maybe, 'auto, yes, no'",
            "--csv-index=1, 'auto, yes, no'",
            "--objective-weight=none, 'unit, noise, min-snr, maximum-likelihood'",
            "--objective=none, v-prediction",
            "--estimator=none, bins",
            "--time-law=none, stratified",
            "--steps=many, --steps"
        })
        void aWordThatIsNotOneOfTheChoices(String option, String named) {
            assertOneLine(2, named, new InProcess().run("train", "--bootstrap-servers=127.0.0.1:1", option));
        }

        @Test
        void aHostThatDoesNotExist() {
            assertOneLine(
                    1,
                    "no-such-host.invalid",
                    new InProcess().run("train", "--bootstrap-servers=no-such-host.invalid:9092"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "delta=0.9 | --set: delta must be from 0.001 to 0.5: 0.9",
                    "first-look=1 | --set: first-look must be from 128 to 1000000: 1",
                    "first-look=600.5 | --set: first-look must be a whole number: 600.5",
                    "z=NaN | --set: z must be from 1 to 6: NaN",
                    "delta | 'delta' is not NAME=VALUE",
                    "dleta=0.1 | there is no setting 'dleta': did you mean delta?",
                    "threshold=0.1 | there is no setting 'threshold': they are capacity-error",
                    "delta=small | delta is a number, not 'small'",
                    "recent-buckets=9 | recent-buckets must not be above min-buckets"
                })
        void aSettingOfTheVerdictsThatCannotBe(String assignment, String expected) {
            assertOneLine(2, expected, new InProcess().run("demo", "--set", assignment));
            assertOneLine(
                    2,
                    expected,
                    new InProcess().run("monitor", "--bootstrap-servers=127.0.0.1:1", "--set=" + assignment));
            assertOneLine(2, expected, new InProcess(Map.of("NEURAL_ENTROPY_SET", assignment)).run("demo"));
        }

        @Test
        void aDemoOfNoSteps() {
            assertOneLine(2, "--steps must be at least 1", new InProcess().run("demo", "--steps=0"));
        }

        @Test
        void showTheirStackTraceOnlyWhenAskedTo() {
            String[] arguments = {"health", "--monitor=http://127.0.0.1:1"};
            assertFalse(new InProcess().run(arguments).err().contains("\tat "));
            assertTrue(new InProcess(Map.of("NEURAL_ENTROPY_VERBOSE", "true"))
                    .run(arguments)
                    .err()
                    .contains("\tat "));
        }
    }
}
