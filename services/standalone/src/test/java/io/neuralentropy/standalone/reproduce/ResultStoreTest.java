package io.neuralentropy.standalone.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {
    private static final LearningCurves CURVES = new LearningCurves(PaperNumbers.load());
    private static final RunPlan QUICK = CURVES.runs(Samples.QUICK).get(0);
    private static final RunPlan FULL = CURVES.runs(Samples.FULL).get(0);

    @TempDir
    private Path directory;

    private ResultStore store() {
        return new ResultStore(directory.resolve("results"));
    }

    private static Station station(long step) {
        return new Station(step, new Estimate(step, 1), Estimate.UNKNOWN, null, null);
    }

    private static List<Long> steps(List<Station> stations) {
        return stations.stream().map(Station::step).toList();
    }

    @Test
    void aRunThatHasEndedIsNotRunAgain() {
        store().save(Samples.of(QUICK, step -> step));

        assertTrue(store().ended(QUICK).isPresent());
    }

    @Test
    void aRunThatShallGoOnForLongerHasNotEnded() {
        store().save(Samples.of(QUICK, step -> step));

        assertTrue(store().ended(FULL).isEmpty());
        assertEquals(List.of(1280L), steps(store().stations(FULL.run())));
    }

    @Test
    void aLongerRunDoesForAShorterOne() {
        store().save(Samples.of(FULL, step -> step));

        assertEquals(FULL.steps(), store().ended(QUICK).orElseThrow().steps());
    }

    @Test
    void aFailedRunHasEnded() {
        RunResult whole = Samples.of(FULL, step -> step);
        store().save(new RunResult(
                whole.run(),
                whole.variant(),
                whole.settings(),
                "failed",
                "the loss was not finite",
                100,
                0,
                8192,
                whole.totalEntropy(),
                1,
                2,
                whole.machine(),
                whole.curve(),
                List.of()));

        assertTrue(store().ended(FULL).isPresent());
    }

    @Test
    void whatWasMadeWithOtherSettingsIsRefused() {
        store().save(Samples.of(QUICK, step -> step));
        RunPlan other = new RunPlan(
                QUICK.variant(),
                Plans.options(
                                QUICK.run(),
                                QUICK.options().dataSet().withSize(100),
                                1,
                                Mixtures.QUICK_EPOCHS,
                                Samples.QUICK)
                        .process("vp")
                        .build(),
                QUICK.stations());

        ReproduceException refused = assertThrows(ReproduceException.class, () -> store().ended(other));
        assertTrue(refused.getMessage().contains("{size=100}"), refused.getMessage());
        assertTrue(refused.getMessage().contains("--out"), refused.getMessage());
    }

    @Test
    void stationsAreKeptUntilTheRunHasEnded() throws IOException {
        store().save(FULL.run(), station(1280));
        store().save(FULL.run(), station(2560));
        store().save(FULL.run() + "0", station(1));
        assertEquals(List.of(1280L, 2560L), steps(store().stations(FULL.run())));

        store().save(Samples.of(FULL, step -> step));

        try (Stream<Path> files = Files.list(directory.resolve("results"))) {
            assertEquals(
                    Set.of(FULL.run() + ".json", FULL.run() + "0.1.station"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
        assertEquals(FULL.stations(), steps(store().stations(FULL.run())));
    }

    @Test
    void aResultReadBackMakesTheSameTableAndPicture() throws IOException {
        RunResult before = Samples.of(QUICK, step -> step / 30.0 + 0.1);
        store().save(before);
        List<RunResult> after = store().all();

        Report first = CURVES.report(List.of(before));
        Report second = CURVES.report(after);
        assertEquals(first.markdown(), second.markdown());
        Pictures.write(first, directory.resolve("first.png"));
        Pictures.write(second, directory.resolve("second.png"));
        assertEquals(-1, Files.mismatch(directory.resolve("first.png"), directory.resolve("second.png")));
    }

    @Test
    void whatIsUnknownStaysUnknown() {
        store().save("x", station(5));

        Station read = store().stations("x").get(0);
        assertEquals(new Estimate(5, 1), read.neural());
        assertEquals(Estimate.UNKNOWN, read.learned());
        assertEquals(null, read.rates());
    }

    @Test
    void aBrokenFileIsSaid() throws IOException {
        store();
        Path file = directory.resolve("results").resolve(QUICK.run() + ".json");
        Files.writeString(file, "{\"run\":");

        ReproduceException broken = assertThrows(ReproduceException.class, () -> store().ended(QUICK));
        assertTrue(broken.getMessage().contains(file.toString()), broken.getMessage());
    }
}
