package io.neuralentropy.monitor.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import io.neuralentropy.monitor.snapshot.TrainingState;
import io.neuralentropy.monitor.snapshot.Warning;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in a real browser, fed by a real server. */
class PageIT {
    private static final TrainedRun VP = new TrainedRun("vp-d9-s1", "VP, D = 9", "mixtures", 6.53, true, 1_500, 2.4);
    private static final TrainedRun VPX =
            new TrainedRun("vpx-d9-s1", "VPx κ = 0.1, D = 9", "mixtures", 873.25, true, 9_000, 110);
    private static final TrainedRun IMAGES =
            new TrainedRun("fashion-mnist-s1", null, "images", 1_900, false, 6_000, 640);

    private static Browser browser;

    private WebFixture web;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open(1280, 1250);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        web = new WebFixture();
    }

    @AfterEach
    void stop() {
        browser.go("about:blank");
        web.close();
        browser.complaints();
    }

    private void show() {
        browser.go(web.url("/"));
        browser.until("the page is live", () -> browser.text("#connection").equals("live"));
    }

    private void showThree() {
        web.snapshots.put(VP.snapshotAt(12_345));
        web.snapshots.put(VPX.snapshotAt(9_000));
        web.snapshots.put(IMAGES.snapshotAt(4_000));
        show();
        browser.until("three rows", () -> browser.all("#rows tr").size() == 3);
    }

    private static String cell(String run, String name) {
        return browser.text("#rows tr[data-run='" + run + "'] td." + name);
    }

    /** How many pixels of a chart's drawing have the colour of a run's line. */
    private static long pixels(String chart, String run) {
        return (Long) browser.script("""
                const canvas = document.querySelector(arguments[0] + ' canvas');
                const row = document.querySelector(`#rows tr[data-run="${arguments[1]}"]`);
                const hex = getComputedStyle(row).getPropertyValue('--colour').trim();
                const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
                const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
                copy.drawImage(canvas, 0, 0);
                const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
                let count = 0;
                for (let i = 0; i < data.length; i += 4) {
                  const near = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 30;
                  count += near && data[i + 3] > 200 ? 1 : 0;
                }
                return count;
                """, chart, run);
    }

    private static void assertNoComplaints() {
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void saysHowToSendEventsWhileThereAreNone() {
        show();
        browser.until("the advice", () -> browser.find("#empty").isDisplayed());
        assertTrue(browser.text("#empty").contains("neural-entropy.events"));
        assertFalse(browser.find("#charts").isDisplayed());
        browser.screenshot("empty");
        assertNoComplaints();
    }

    @Test
    void listsRunsWithTheirNumbers() {
        showThree();
        assertEquals("VP, D = 9 vp-d9-s1 · mixtures", cell("vp-d9-s1", "run"));
        assertEquals("warming-up too early: the first verdict takes a few hundred steps", cell("vp-d9-s1", "state"));
        assertEquals("12,345 / 20,000", cell("vp-d9-s1", "step"));
        assertEquals("6.430 ± 0.036", cell("vp-d9-s1", "entropy"));
        assertEquals("98.47 ± 0.56", cell("vp-d9-s1", "efficiency"));
        assertEquals("6.237 ± 0.044", cell("vp-d9-s1", "learned"));
        assertEquals("0.3600", cell("vp-d9-s1", "loss"));
        assertEquals("61.3", cell("vp-d9-s1", "rate"));
        assertEquals("2 min 04 s", cell("vp-d9-s1", "eta"));
        assertEquals("fashion-mnist-s1 images", cell("fashion-mnist-s1", "run"));
        assertEquals("–", cell("fashion-mnist-s1", "efficiency"));
        assertFalse(browser.find("#missing-heading").isDisplayed());
        assertNoComplaints();
    }

    @Test
    void namesRanksThatStandOut() {
        var run = VP.at(500);
        run.ranks = List.of(
                new RankProgress(0, 500, 0, 1, false, false),
                new RankProgress(1, 400, 0, 1, true, false),
                new RankProgress(2, 400, 0, 1, true, false),
                new RankProgress(3, 500, 0, 1, false, true));
        web.snapshots.put(run.build());
        show();
        assertEquals("warming-up ranks 1, 2 silent; rank 3 diverged", cell("vp-d9-s1", "state"));
        assertNoComplaints();
    }

    @Test
    void saysWhatWasDroppedAndWhy() {
        var run = VP.at(500);
        run.counts = new StepCounts(500, 1500, 20, 0, 0, 1400, 3, 0);
        web.snapshots.put(run.build());
        show();
        assertEquals(
                "1,400 steps of 2,020 dropped: known already, with other numbers; 3 steps of these not finite;"
                        + " 100 steps sent again; 20 steps superseded",
                browser.text("#rows .dropped"));
        assertNoComplaints();
    }

    @Test
    void showsSilenceBesideTheVerdict() {
        var run = VP.at(500);
        run.standing = SampleRun.standing(TrainingState.DIVERGED).silentFor(303);
        web.snapshots.put(run.build());
        show();
        assertEquals("diverged silent for 5 min 03 s", cell("vp-d9-s1", "state"));
        assertEquals("diverged", browser.text("#rows .status"));
        String badge = browser.find("#rows .status").getCssValue("color");
        assertEquals(badge, browser.find("#rows .silence").getCssValue("color"), "as alarming");
        run.standing = SampleRun.standing(TrainingState.ABSORBING);
        web.snapshots.put(run.build());
        browser.until("it is heard again", () -> cell("vp-d9-s1", "state").equals("absorbing"));
        assertNoComplaints();
    }

    @Test
    void namesWhatIsWrongWithWhatARunSends() {
        var run = VP.at(500);
        run.warnings = List.of(
                new Warning(Warning.Code.UNKNOWN_FIELDS, "field <b>lr</b> is not known.", 1200, 1),
                new Warning(Warning.Code.REFUSED_EVENTS, "events were refused.", 1, 7));
        web.snapshots.put(run.build());
        show();
        assertEquals(
                "warming-up too early: the first verdict takes a few hundred steps unknown fields × 1,200 · refused events",
                cell("vp-d9-s1", "state"));
        browser.find(".warnings summary").click();
        browser.until("the words", () -> cell("vp-d9-s1", "state").contains("refused."));
        assertTrue(cell("vp-d9-s1", "state").contains("field <b>lr</b> is not known. (1,200 times, first at step 1)"));
        assertTrue(cell("vp-d9-s1", "state").contains("events were refused. (once, first at step 7)"));
        assertNoComplaints();
    }

    @Test
    void showsWhatARunPausesFor() {
        var run = VP.at(500);
        run.standing = SampleRun.standing(TrainingState.ABSORBING, new Pause("evaluation", 1, 180));
        web.snapshots.put(run.build());
        show();
        assertEquals("absorbing paused: evaluation", cell("vp-d9-s1", "state"));
        run.standing = SampleRun.standing(TrainingState.ABSORBING, new Pause(null, 1, Double.NaN))
                .silentFor(3601);
        web.snapshots.put(run.build());
        browser.until("both", () -> cell("vp-d9-s1", "state").equals("absorbing silent for 1 h 00 min paused"));
        assertNoComplaints();
    }

    @Test
    void showsTheLossAndTheScoresOfEvaluations() {
        showThree();
        assertFalse(browser.find("#evaluations").isDisplayed());
        var run = VP.at(600);
        run.evaluations = List.of(Evaluation.of(run.origin(), 500, "held-out")
                .loss(0.375)
                .scores(Map.of("accuracy", 0.915))
                .build());
        run.warnings = List.of(new Warning(Warning.Code.REFUSED_EVENTS, "events were refused.", 12, 7));
        run.progress = new Progress(0.36, 0.8, 1e-4, 61.3, 1961.6, 10, 600, 9, 0, 0, 0.375, Double.NaN);
        web.snapshots.put(run.build());
        browser.until("the evaluation", () -> browser.find("#evaluations").isDisplayed());
        assertEquals("VP, D = 9 held-out 500 0.3750 accuracy 0.9150", browser.text("#evaluation-rows"));
        assertEquals("0.3600 held-out 0.3750", cell("vp-d9-s1", "loss"));
        browser.screenshot("evaluations");
        assertNoComplaints();
    }

    @Test
    void showsEndedRunsAndMissingSteps() {
        var failed = VP.at(500);
        failed.counts = new StepCounts(488, 0, 0, 0, 12, 0, 0, 0);
        failed.finished = new RunFinished(failed.origin(), RunFinished.Status.FAILED, "loss is not finite", 500);
        web.snapshots.put(failed.build());
        web.snapshots.put(VPX.snapshotAt(9_000));
        show();
        browser.until("both rows", () -> browser.all("#rows tr").size() == 2);
        assertEquals("failed loss is not finite", cell("vp-d9-s1", "state"));
        assertEquals("–", cell("vp-d9-s1", "eta"));
        assertEquals("12", cell("vp-d9-s1", "missing"));
        assertEquals("0", cell("vpx-d9-s1", "missing"));
        assertEquals("vpx-d9-s1", browser.find("#rows tr").getDomAttribute("data-run"), "running ones come first");
        assertNoComplaints();
    }

    @Test
    void drawsALineForEachSelectedRun() {
        showThree();
        for (String run : List.of("vp-d9-s1", "vpx-d9-s1", "fashion-mnist-s1")) {
            browser.until("line of " + run, () -> pixels("#chart-entropy", run) > 100);
            browser.until("line of " + run, () -> pixels("#chart-loss", run) > 100);
        }
        assertTrue(pixels("#chart-efficiency", "vp-d9-s1") > 100);
        assertEquals(0, pixels("#chart-efficiency", "fashion-mnist-s1"), "its total entropy is unknown");
        assertEquals(2, browser.all("#chart-efficiency .legend li").size());
        screenshots("three-runs");
        assertNoComplaints();
    }

    private static void screenshots(String name) {
        browser.screenshot(name + "-light");
        browser.preferScheme("dark");
        browser.screenshot(name + "-dark");
        browser.preferScheme("light");
        browser.resize(800, 1250);
        assertTrue(
                (Boolean) browser.script("return document.documentElement.scrollWidth <= innerWidth"),
                "nothing is cut off at 800 px");
        browser.screenshot(name + "-800px");
        browser.resize(1280, 1250);
    }

    @Test
    void togglesRunsByMouseAndByKeyboard() {
        showThree();
        browser.find("#rows tr[data-run='vp-d9-s1'] td.run").click();
        browser.until("two lines", () -> browser.all("#chart-loss .legend li").size() == 2);
        browser.until("no line of it", () -> pixels("#chart-loss", "vp-d9-s1") == 0);
        browser.find("#rows tr[data-run='vp-d9-s1'] input").sendKeys(Keys.SPACE);
        browser.until("three lines", () -> browser.all("#chart-loss .legend li").size() == 3);
        browser.find("#pick-all").click();
        browser.until(
                "advice in place of a chart",
                () -> browser.find("#chart-loss .nothing").isDisplayed());
        assertNoComplaints();
    }

    @Test
    void keepsTheSelectionInTheAddress() {
        showThree();
        browser.find("#rows tr[data-run='vp-d9-s1'] td.run").click();
        browser.until(
                "an address",
                () -> browser.script("return location.hash").toString().contains("vpx-d9-s1"));
        browser.script("window.before = true; location.reload()");
        browser.until("a new page", () -> browser.script("return window.before ?? null") == null);
        browser.until("two lines", () -> browser.all("#chart-loss .legend li").size() == 2);
        assertFalse(browser.find("#rows tr[data-run='vp-d9-s1'] input").isSelected());
        assertNoComplaints();
    }

    @Test
    void switchesAxesToLogarithms() {
        showThree();
        for (String axis : List.of("x", "entropy", "loss")) {
            browser.find("[data-switch='" + axis + "'] button[data-value='log']")
                    .click();
        }
        browser.until("line", () -> pixels("#chart-entropy", "vp-d9-s1") > 100);
        browser.until("line", () -> pixels("#chart-loss", "vpx-d9-s1") > 100);
        assertEquals(
                "true",
                browser.find("[data-switch='x'] button[data-value='log']").getDomAttribute("aria-pressed"));
        browser.screenshot("three-runs-log");
        assertNoComplaints();
    }

    @Test
    void showsHostileNamesAsText() {
        String hostile = "<img src=x onerror=\"document.title='owned'\">";
        web.snapshots.put(new TrainedRun("hostile", hostile, "<script>document.title='owned'</script>", 5, true, 900, 2)
                .snapshotAt(300));
        show();
        browser.until("its row", () -> browser.all("#rows tr").size() == 1);
        assertEquals(hostile, browser.text("#rows td.run .name"));
        browser.until(
                "its legend", () -> browser.text("#chart-loss .legend .label").equals(hostile));
        assertEquals(0, browser.all("#rows img, #rows script, .legend img").size());
        assertEquals("Neural Entropy Monitor", browser.script("return document.title"));
        assertNoComplaints();
    }

    @Test
    void followsARunThatMoves() {
        web.snapshots.put(VP.snapshotAt(100));
        show();
        browser.until("its first step", () -> cell("vp-d9-s1", "step").equals("100 / 20,000"));
        web.snapshots.put(VP.snapshotAt(7_777));
        web.snapshots.put(VPX.snapshotAt(10));
        browser.until("its new step", () -> cell("vp-d9-s1", "step").equals("7,777 / 20,000"));
        browser.until("the new run", () -> browser.all("#chart-loss .legend li").size() == 2);
        web.snapshots.clear();
        browser.until("the advice", () -> browser.find("#empty").isDisplayed());
        assertNoComplaints();
    }

    @Test
    void showsTheValuesUnderTheCursor() {
        showThree();
        browser.until("line", () -> pixels("#chart-entropy", "vp-d9-s1") > 100);
        browser.script("""
                const over = document.querySelector('#chart-entropy .u-over');
                const { left, top, width, height } = over.getBoundingClientRect();
                const at = { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 };
                over.dispatchEvent(new MouseEvent('mousemove', at));
                """);
        browser.until(
                "a step in each legend",
                () -> browser.all(".legend .value").stream()
                        .allMatch(value -> value.getText().matches(".+ at [0-9,]+(–[0-9,]+)?")));
        assertNoComplaints();
    }

    @Test
    void looksCloserAtAStretchOfSteps() {
        showThree();
        browser.until("line", () -> pixels("#chart-entropy", "fashion-mnist-s1") > 100);
        assertFalse(browser.find("#reset-zoom").isDisplayed());
        browser.drag("#chart-entropy .u-over", 0.6, 0.8);
        browser.until("a way back", () -> browser.find("#reset-zoom").isDisplayed());
        browser.until("only later steps in all charts", () -> pixels("#chart-loss", "fashion-mnist-s1") == 0);
        assertTrue(pixels("#chart-loss", "vpx-d9-s1") > 100);
        web.snapshots.put(VP.snapshotAt(12_400));
        browser.until("news", () -> cell("vp-d9-s1", "step").startsWith("12,400"));
        assertEquals(0, pixels("#chart-loss", "fashion-mnist-s1"), "news leave it as it is");
        browser.find("#reset-zoom").click();
        browser.until("all steps again", () -> pixels("#chart-loss", "fashion-mnist-s1") > 100);
        assertNoComplaints();
    }

    @Test
    void mergesNeighboursByTheirStepsAndErrors() {
        show();
        assertEquals(
                "{\"first\":[1,4,5,6],\"step\":[3,4,5,8],\"weight\":[4,1,1,5],"
                        + "\"mean\":[2.25,4,null,7],\"error\":[3.25,0.5,null,null],\"minimum\":null,"
                        + "\"maximum\":[3,4,null,8]}",
                browser.script("""
                        const { thin } = await import('/assets/thin.js');
                        const steps = [1, 2, 3, 4, 5, 6, 7, 8];
                        const mean = [1, 2, 3, 4, null, 6, 7, 8];
                        const error = [3, 4, 6, 0.5, null, 0.4, null, 0.5];
                        const weight = [1, 1, 2, 1, 1, 1, 3, 1];
                        const line = { first: steps, step: steps, weight, mean, error, minimum: null, maximum: mean };
                        return JSON.stringify(thin(line, [0, 1040], false));
                        """));
    }

    @Test
    void writesNumbersForPeople() {
        show();
        assertEquals(
                List.of(
                        "612.4 ± 2.1",
                        "0.00123 ± 0.00045",
                        "−5.0 ± 1.3",
                        "3.142 ± ",
                        "∞ ± ",
                        "– ± ",
                        "1.235e8",
                        "1.000e−5",
                        "0.000",
                        "59 s",
                        "1 min 00 s",
                        "2 h 05 min",
                        "3 d 4 h"),
                browser.script("""
                        const { estimate, number, duration } = await import('/assets/format.js');
                        const pairs = [[612.44, 2.1], [0.00123, 0.00045], [-5, 1.26], [3.14159], ['Infinity', 1], []];
                        return [
                          ...pairs.map(([x, e]) => estimate(x, e)).map(({ value, error }) => `${value} ± ${error}`),
                          ...[123456789, 1e-5, 0].map((x) => number(x)),
                          ...[59, 60, 7500, 273600].map(duration),
                        ];
                        """));
    }

    @Test
    void leavesGapsWhereNothingIsKnown() {
        double unknown = Double.NaN;
        double infinite = Double.POSITIVE_INFINITY;
        var run = new SampleRun("gaps");
        run.step = 6;
        run.about = RunStarted.of(run.origin()).build();
        run.counts = new StepCounts(6, 0, 0, 0, 0, 0, 0, 0);
        run.curve = new ArrayCurve(new long[] {1, 2, 3, 4, 5, 6}, new long[] {1, 2, 3, 4, 5, 6})
                .mean(Quantity.NEURAL_ENTROPY, 1, 2, unknown, infinite, -1, 0)
                .mean(Quantity.LOSS, unknown, infinite, 5, 4, unknown, infinite);
        web.snapshots.put(run.build());
        show();
        browser.until("line", () -> pixels("#chart-entropy", "gaps") > 20 && pixels("#chart-loss", "gaps") > 20);
        for (String axis : List.of("x", "entropy", "loss")) {
            browser.find("[data-switch='" + axis + "'] button[data-value='log']")
                    .click();
        }
        browser.until("line", () -> pixels("#chart-entropy", "gaps") > 20 && pixels("#chart-loss", "gaps") > 20);
        assertNoComplaints();
    }

    @Test
    void saysWhenTheConnectionIsLostAndRecovers() {
        web.snapshots.put(VP.snapshotAt(100));
        show();
        assertNoComplaints();
        int port = web.stop();
        browser.until("the loss is said", () -> browser.text("#lost").startsWith("Connection to the monitor lost."));
        assertEquals("connection lost", browser.text("#connection"));
        assertEquals("100 / 20,000", cell("vp-d9-s1", "step"), "what was known stays");
        browser.screenshot("connection-lost");
        web.snapshots.put(VP.snapshotAt(200));
        web.startAgain(port);
        browser.until("recovery", () -> cell("vp-d9-s1", "step").equals("200 / 20,000"));
        browser.until("no banner", () -> !browser.find("#lost").isDisplayed());
    }

    @Test
    void saysWhyTheMonitorIsNotReady() {
        web.readiness.set(Health.Readiness.because("no broker at <b>kafka:9092</b>"));
        web.snapshots.put(VP.snapshotAt(100));
        browser.go(web.url("/"));
        browser.until(
                "the cause",
                () -> browser.text("#not-ready").equals("The monitor is not ready: no broker at <b>kafka:9092</b>"));
        browser.screenshot("not-ready");
        web.readiness.set(Health.Readiness.READY);
        browser.until("no banner", () -> !browser.find("#not-ready").isDisplayed());
        assertEquals("live", browser.text("#connection"));
    }
}
