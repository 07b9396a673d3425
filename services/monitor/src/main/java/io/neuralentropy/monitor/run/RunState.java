package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.detectors.Stall;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Contribution;
import io.neuralentropy.monitor.maths.WindowSums;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.StateNews;
import io.neuralentropy.monitor.snapshot.Warning;
import io.neuralentropy.monitor.snapshot.Warning.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One run, as the set of its accepted events tells it. Not thread-safe.
 *
 * <p>Two series of buckets hold the numbers: the whole history (log-linear) and the recent steps at window resolution. A resumption
 * drops all from its first step on, and cuts the buckets that straddle it: the {@linkplain NewestSteps newest steps} are kept one by
 * one for that, and the history is split where resumptions are likely ({@link History}).
 *
 * <p>Changes since the last {@link #drainChanges} are listed as records, so that a store can be kept in step by writing
 * only what changed.
 */
public final class RunState {
    /** Steps after which a missing {@code run.started} raises a warning. */
    private static final int STEPS_WITHOUT_DESCRIPTION = 256;

    // measured on a 64-bit JVM with compressed pointers, rounded up
    private static final long HEAP_BYTES = 8 << 10;
    private static final long RANK_HEAP_BYTES = 320;

    final String run;
    final Frontier frontier = new Frontier(this::changed);
    final RecentWindow window = new RecentWindow(this::changed);
    final NewestSteps newest;
    final History history;
    final RunTotals totals = new RunTotals();
    final TrainingThen trainingThen = new TrainingThen();
    final StepHorizon horizon = new StepHorizon();
    final Silences silences = new Silences();
    final RunStorage storage;
    final LatestEvaluations evaluations = new LatestEvaluations(frontier, this::changed);
    RunStarted about;
    RunFinished finished;
    long firstEventTime = Long.MAX_VALUE;
    long lastEventTime = Long.MIN_VALUE;
    int checkpointAttempt;
    long checkpointStep;
    final RunWatch watch;
    final RankLosses rankLosses = new RankLosses(this);
    final Warnings warnings = new Warnings();
    final TrainerClock clock = new TrainerClock(this);
    final AcceptedContent content;
    private final StateTeller teller;
    private long time;

    // a set: the steps of one batch share a handful of records, each of which is written once
    private final Set<RecordKey> changes = new LinkedHashSet<>();

    /** A run without events, watched with the default settings and kept on the heap. */
    public RunState(String run) {
        this(run, DetectorSettings.defaults());
    }

    /** A run without events, kept on the heap. */
    public RunState(String run, DetectorSettings settings) {
        this(run, settings, new HeapStorage());
    }

    /** A run that is kept in a storage, which holds none of it yet: see {@link RunRecords#load} for one that it holds. */
    public RunState(String run, DetectorSettings settings, RunStorage storage) {
        this.run = run;
        this.storage = storage;
        newest = new NewestSteps(storage, this::changed);
        history = new History(storage, newest, this::historyChanged);
        watch = new RunWatch(this, settings);
        content = new AcceptedContent(storage, this::changed);
        teller = new StateTeller(this);
    }

    public String run() {
        return run;
    }

    /** Highest accepted step; 0 before any. */
    public long step() {
        return frontier.highest();
    }

    /** The latest attempt heard of; 0 before any. */
    public int attempt() {
        return frontier.attempt();
    }

    /** Whether the latest attempt has said that it ended. */
    public boolean isFinished() {
        return end() != null;
    }

    /** How the run ended; null while it runs. An end that a later attempt took back does not count. */
    RunFinished end() {
        return finished != null && finished.origin().attempt() == attempt() ? finished : null;
    }

    /**
     * Why an event of this run cannot count; empty where it can. To be asked before {@link #accept}; what was set aside is part of the
     * state, so {@link #save} afterwards in either case.
     */
    public Optional<String> objection(Event event) {
        return new Objections(this).to(event);
    }

    /**
     * Notes when an event of this run, at a time that can be, was heard, whether it counts or not. To be said before {@link #accept}.
     *
     * @param heardAt ms since the epoch
     */
    public void heard(Event event, long heardAt) {
        double least = watch.settings().stallSeconds();
        silences.heard(
                event,
                heardAt,
                attempt(),
                step(),
                least,
                () -> Stall.afterSeconds(
                        new WindowSums(recent()).medianIntervalSeconds(frontier.newestFirst()), watch.settings()));
        changed(RecordKey.HEAD);
    }

    /**
     * The event at a time that can be: its own, if possible.
     *
     * @param arrival when Kafka got it, ms since the epoch
     */
    public Event plausible(Event event, long arrival) {
        return clock.plausible(event, arrival);
    }

    /** Takes an event of this run whose time can be. */
    public Intake accept(Event event) {
        Origin origin = event.origin();
        time = origin.time();
        firstEventTime = Math.min(firstEventTime, origin.time());
        lastEventTime = Math.max(lastEventTime, origin.time());
        int before = frontier.attempt();
        boolean counts = frontier.hear(origin.attempt());
        if (frontier.attempt() != before) {
            rankLosses.clear();
            clock.clear();
        }
        changed(RecordKey.HEAD);
        if (!counts) {
            return refuse(event);
        }
        if (event instanceof Step step) {
            return accept(step);
        }
        if (event instanceof Steps steps) {
            return accept(steps);
        }
        if (event instanceof RunStarted started) {
            return accept(started);
        }
        if (event instanceof RunFinished end) {
            accept(end);
        } else if (event instanceof Evaluation evaluation) {
            accept(evaluation);
        } else if (event instanceof Checkpoint checkpoint) {
            accept(checkpoint);
        }
        return Intake.NO_STEPS;
    }

    /** Of an attempt so long ago that it is no longer told apart, steps come too late. */
    private Intake refuse(Event event) {
        long steps = event instanceof Step step ? step.span() : event instanceof Steps several ? several.size() : 0;
        return steps == 0 ? Intake.NO_STEPS : frontier.refuse(steps).steps();
    }

    private Intake accept(Steps steps) {
        Intake sum = Intake.NO_STEPS;
        for (int i = 0; i < steps.size(); i++) {
            sum = sum.plus(accept(steps.row(i)));
        }
        return sum;
    }

    private Intake accept(Step step) {
        int attempt = step.origin().attempt();
        frontier.hearRank(attempt, step.origin().rank(), step.origin().time());
        if (frontier.isTakenBack(step.origin(), step.step())) {
            return frontier.refuse(step.span()).steps();
        }
        long dropped = movingItsStart(attempt, () -> frontier.see(attempt, step.first()));
        long before = step();
        int rank = step.origin().rank();
        int parts = StepParts.of(step);
        Frontier.Offer offer = frontier.offer(attempt, rank, step.first(), step.step(), parts);
        int known = parts & StepParts.QUANTITIES & ~offer.parts();
        if (known != StepParts.NONE && offer.steps().superseded() == 0) {
            new KnownQuantities(this).drop(StepParts.only(step, known));
        }
        if (offer.isTaken()) {
            splitBetween(before, step());
            take(StepParts.only(step, offer.parts()), step, offer.steps().accepted());
        }
        return offer.steps().plus(new Intake(0, 0, 0, dropped));
    }

    private void take(Step part, Step whole, long newSteps) {
        if (RunWatch.isNotFinite(part)) {
            frontier.notFinite(part.origin().attempt(), part.origin().rank(), part.step());
        }
        content.remember(part);
        Contribution contribution = Contribution.of(part, whole, newSteps);
        rankLosses.take(contribution);
        count(contribution);
        watch.take(part);
        checkRange(part);
    }

    /** Entropies grow with the range over which they are integrated. */
    private void checkRange(Step step) {
        boolean isSent = step.neuralEntropy() != null || step.learnedEntropy() != null;
        if (isSent && lacksRange() && !warnings.has(Code.NO_LOG_SNR_RANGE)) {
            String where = about == null ? "no run.started came to say their" : "run.started has no";
            warn(
                    Code.NO_LOG_SNR_RANGE,
                    "entropies are sent, but " + where
                            + " logSnrRange: they cannot be compared with those of other runs, whose range may"
                            + " be another.",
                    step.step());
        }
    }

    /** A description may come a little later than the first steps. */
    private boolean lacksRange() {
        return about == null ? step() >= STEPS_WITHOUT_DESCRIPTION : Double.isNaN(about.logSnrLow());
    }

    /**
     * Notes a mistake in what the run sends.
     *
     * @param detail a sentence that names it, for the person who can fix it; a few different ones are kept of a code
     * @param step of the run when it was met
     */
    public void warn(Code code, String detail, long step) {
        warnings.add(code, detail, step);
        changed(RecordKey.WARNINGS);
    }

    /** Warnings that were raised since the last call, each once in the life of the run. */
    public List<Warning> drainWarnings() {
        return warnings.drainRaised();
    }

    private Intake accept(RunStarted started) {
        int attempt = started.origin().attempt();
        long end = frontier.end(attempt);
        boolean[] resumed = {false};
        long dropped =
                movingItsStart(attempt, () -> resumed[0] = frontier.start(started.origin(), started.firstStep()));
        if (resumed[0]) {
            dropped += resume(attempt, started.firstStep(), end);
        }
        if (about == null || speaksBefore(started.origin(), about.origin())) {
            about = started;
            changed(RecordKey.ABOUT);
        }
        return new Intake(0, 0, 0, dropped);
    }

    /** An attempt that was launched again takes back its own steps, too, its end and what it saved behind. */
    private long resume(int attempt, long firstStep, long end) {
        if (finished != null && finished.origin().attempt() == attempt) {
            finished = null;
            changed(RecordKey.FINISHED);
        }
        if (checkpointAttempt == attempt) {
            checkpointStep = Math.min(checkpointStep, firstStep - 1);
        }
        if (attempt == frontier.attempt()) {
            rankLosses.clear();
        }
        return firstStep < end ? takeBack(attempt, firstStep, end) : 0;
    }

    private void accept(RunFinished end) {
        if (frontier.isTakenBack(end.origin(), Long.MAX_VALUE)) {
            return;
        }
        if (finished == null || speaksBefore(end.origin(), finished.origin())) {
            finished = end;
            changed(RecordKey.FINISHED);
        }
        if (end.origin().attempt() == frontier.attempt()) {
            watch.end(end.origin().time());
        }
    }

    /** Of two events that say the same kind of thing: the later attempt, then the lower rank, then the later time. */
    private static boolean speaksBefore(Origin a, Origin b) {
        if (a.attempt() != b.attempt()) {
            return a.attempt() > b.attempt();
        }
        return a.rank() != b.rank() ? a.rank() < b.rank() : a.time() >= b.time();
    }

    private void accept(Evaluation evaluation) {
        evaluations.accept(evaluation);
        boolean isHeldOut = evaluation.split().equals(HeldOut.HELD_OUT) && Absent.isPresent(evaluation.loss());
        if (isHeldOut && frontier.speaksFor(evaluation.origin(), evaluation.step())) {
            // a loop that logs now and then may evaluate in between
            long step = Math.min(evaluation.step(), step());
            history.evaluated(step, evaluation.loss());
            newest.evaluated(step, evaluation.loss());
        }
    }

    private void accept(Checkpoint checkpoint) {
        int attempt = checkpoint.origin().attempt();
        if (frontier.isTakenBack(checkpoint.origin(), checkpoint.step())) {
            return;
        }
        if (attempt > checkpointAttempt || attempt == checkpointAttempt && checkpoint.step() > checkpointStep) {
            checkpointAttempt = attempt;
            checkpointStep = checkpoint.step();
        }
        split(checkpoint.step() + 1);
    }

    /** Most trainers announce no checkpoint, but save one at a round step. */
    private void splitBetween(long before, long after) {
        long round = after > before ? History.roundStep(after) : 0;
        if (round > before || round == after) {
            split(round + 1);
        }
    }

    /** A resumption from there on will cut nothing in two. */
    private void split(long step) {
        if (history.split(step, frontier::isStart)) {
            changed(RecordKey.SPLITS);
        }
    }

    /** Runs a change that may move the first step of an attempt down, and drops what it so supersedes; says how much. */
    private long movingItsStart(int attempt, Runnable change) {
        long before = frontier.end(attempt - 1);
        change.run();
        long after = frontier.end(attempt - 1);
        return after < before ? takeBack(attempt - 1, after, before) : 0;
    }

    /** Drops the steps {@code from … to − 1} of the attempts up to one; says how many. */
    private long takeBack(int attempt, long from, long to) {
        watch.rollBack(from);
        boolean any = from <= step();
        History.Cut cut = any ? history.cut(from, to) : new History.Cut(from, from, from);
        newest.drop(from, to);
        if (any) {
            window.cut(from, to, newest);
            totals.recount(history);
        }
        history.follow();
        split(from);
        return frontier.supersede(attempt, cut);
    }

    private void historyChanged(long part) {
        long key = History.GRID.first(part);
        trainingThen.changed(key);
        watch.historyChanged(key);
        changed(new RecordKey(RecordKey.Kind.HISTORY, part));
    }

    private void count(Contribution contribution) {
        history.add(contribution);
        totals.add(contribution.step());
        newest.add(contribution);
        history.follow();
        window.add(contribution, step());
    }

    /**
     * What decides (docs/detectors.md): S_NN for entropy matching and where S_lin is not sent, else S_lin; the loss where neither is
     * sent.
     */
    Quantity followed() {
        if (about != null && about.follow() != null) {
            return switch (about.follow()) {
                case "learned" -> Quantity.LEARNED_ENTROPY;
                case "loss" -> Quantity.LOSS;
                default -> Quantity.NEURAL_ENTROPY;
            };
        }
        boolean matching = about != null && "entropy-matching".equals(about.objective());
        if (watch.isLearnedSent() && !matching) {
            return Quantity.LEARNED_ENTROPY;
        }
        return watch.isNeuralSent() || watch.isLearnedSent() ? Quantity.NEURAL_ENTROPY : Quantity.LOSS;
    }

    /** The stride that the run states for its events; {@link MissingSteps#NOT_STATED} where it states none. */
    long logEvery() {
        return about == null ? MissingSteps.NOT_STATED : about.logEvery();
    }

    /** The buckets of the recent window: that of the highest step and the 31 before it. */
    Bucket[] recent() {
        return window.recent(step());
    }

    /** Changes of the run's state since the last call, in order, each once. What was restored was told before. */
    public List<StateNews> drainNews() {
        return teller.news(time);
    }

    /** Whether nothing changed since the last {@link #save}. */
    boolean isSaved() {
        return changes.isEmpty() && history.isSaved();
    }

    /** Memory that the state takes on the heap, about, in bytes. */
    public long heapBytes() {
        return HEAP_BYTES
                + window.heapBytes()
                + NewestSteps.HEAP_BYTES
                + watch.heapBytes()
                + (long) frontier.entries() * StepSet.ENTRY_BYTES
                + (frontier.allRanks() + rankLosses.size() + clock.size()) * RANK_HEAP_BYTES
                + warnings.heapBytes()
                + content.heapBytes()
                + DescriptionSize.of(about)
                + evaluations.heapBytes();
    }

    void changed(RecordKey key) {
        changes.add(key);
    }

    /**
     * Saves each record that changed since the last call, once. All of them are made before the first is written, so that a fault on
     * the way leaves the storage as it was.
     */
    public void save() {
        List<byte[]> bytes = new ArrayList<>(changes.size());
        for (RecordKey key : changes) {
            bytes.add(RunRecords.bytes(this, key));
        }
        int i = 0;
        for (RecordKey key : changes) {
            storage.put(key, bytes.get(i++));
        }
        changes.clear();
        history.saved();
        content.saved();
        newest.saved();
        watch.saved();
    }

    /** Ends the restoring of records: what they hold was told when they were written. */
    void restored() {
        frontier.restored();
        teller.restored();
    }

    /** Ends the restoring of what an older layout has stored, which lacked the newest steps one by one. */
    void restoredFromOlderLayout() {
        newest.heldFrom(step() + 1);
        frontier.starts().forEach(this::split);
        changed(RecordKey.HEAD);
    }
}
