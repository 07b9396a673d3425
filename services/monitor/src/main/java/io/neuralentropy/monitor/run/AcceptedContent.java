package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the accepted steps said, as far as it is remembered: to tell a step that is sent again from another one of the same number.
 *
 * <p>Of each of the ranks 0 to {@value #MAX_RANKS} − 1 it remembers the last {@value #RECENT} step numbers, and beyond them the newest
 * accepted event in each cell of a grid of {@value #PER_DOUBLING} per doubling of the step number, so all of the first 1,023 steps.
 * Of an event it keeps 22 bits per quantity, and its span: events of other spans cannot be compared. So whoever is said to differ does,
 * always; who says something else goes unnoticed where nothing is remembered, and by chance in one of four million cases.
 *
 * <p>Kept in the storage, in pages of {@value #PAGE} events, of which those that the last events fell into are on the heap.
 */
final class AcceptedContent {
    static final int MAX_RANKS = 64;
    static final int RECENT = 4096;
    static final int PER_DOUBLING = 512;

    private static final Grid.LogLinear GRID = new Grid.LogLinear(PER_DOUBLING);
    private static final Quantity[] QUANTITIES = Quantity.values();
    private static final int PAGE = 8;
    private static final int PAGES_ON_HEAP = 32;
    private static final int PAGE_HEAP_BYTES = 400;
    // cells there can be for a long, and room to spare
    private static final int PAGE_BITS = 16;

    private static final int SPAN_BITS = 10;
    private static final int NONE = 0;

    private final RunStorage storage;
    private final Consumer<RecordKey> changes;
    private final Map<RecordKey, Page> changed = new HashMap<>();
    private final Map<RecordKey, Page> recent = new LinkedHashMap<>(PAGES_ON_HEAP, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordKey, Page> eldest) {
            return size() > PAGES_ON_HEAP;
        }
    };

    /** @param changes told of each stored record that changes */
    AcceptedContent(RunStorage storage, Consumer<RecordKey> changes) {
        this.storage = storage;
        this.changes = changes;
    }

    /** Takes what was accepted of an event. */
    void remember(Step step) {
        if (step.origin().rank() < MAX_RANKS && (StepParts.of(step) & StepParts.QUANTITIES) != StepParts.NONE) {
            remember(step, recentPlace(step.step()));
            remember(step, cell(step.step()));
        }
    }

    private void remember(Step step, int place) {
        RecordKey key = key(step.origin().rank(), place);
        Page page = page(key);
        for (Quantity quantity : QUANTITIES) {
            int print = print(step, quantity);
            if (print != NONE) {
                page.put(place % PAGE, step.step(), quantity, print);
            }
        }
        changed.put(key, page);
        changes.accept(key);
    }

    /** What an accepted event of the same step said. */
    enum Comparison {
        THE_SAME,
        ANOTHER,
        UNKNOWN
    }

    /** Whether any quantity of an event is known to have been accepted with another value. */
    boolean differs(Step step) {
        for (Quantity quantity : QUANTITIES) {
            if (compare(step, quantity) == Comparison.ANOTHER) {
                return true;
            }
        }
        return false;
    }

    /** Compares a quantity of an event with what was accepted. */
    Comparison compare(Step step, Quantity quantity) {
        int print = print(step, quantity);
        int known = print == NONE || step.origin().rank() >= MAX_RANKS ? NONE : known(step, quantity);
        if (known == NONE || span(known) != span(print)) {
            return Comparison.UNKNOWN;
        }
        return known == print ? Comparison.THE_SAME : Comparison.ANOTHER;
    }

    private int known(Step step, Quantity quantity) {
        int known = known(step, quantity, recentPlace(step.step()));
        return known == NONE ? known(step, quantity, cell(step.step())) : known;
    }

    private int known(Step step, Quantity quantity, int place) {
        return page(key(step.origin().rank(), place)).get(place % PAGE, step.step(), quantity);
    }

    private static int recentPlace(long step) {
        return (int) (step % RECENT);
    }

    /** Behind the places of recent steps: the number of the step's cell, counted from the start of the grid. */
    private static int cell(long step) {
        long first = GRID.first(step);
        int doublings = Math.max(
                0, 63 - Long.numberOfLeadingZeros(first) - Integer.numberOfTrailingZeros(2 * PER_DOUBLING) + 1);
        return RECENT + (int) (doublings * (long) PER_DOUBLING + (first >> doublings));
    }

    /** Record of the recent steps that a step belongs to. */
    static RecordKey recentKey(int rank, long step) {
        return key(rank, recentPlace(step));
    }

    /** Record of the steps of all the run that a step belongs to. */
    static RecordKey cellKey(int rank, long step) {
        return key(rank, cell(step));
    }

    private static RecordKey key(int rank, int place) {
        return new RecordKey(RecordKey.Kind.CONTENT, (long) rank << PAGE_BITS | place / PAGE);
    }

    private Page page(RecordKey key) {
        Page page = changed.get(key);
        if (page == null) {
            page = recent.get(key);
        }
        if (page == null) {
            byte[] bytes = storage.get(key);
            page = bytes == null ? new Page() : Page.read(ByteBuffer.wrap(bytes));
            recent.put(key, page);
        }
        return page;
    }

    /** A few bits of a quantity, and the event's span; {@link #NONE} where the event does not say it. */
    private static int print(Step step, Quantity quantity) {
        if ((StepParts.of(step) & StepParts.of(quantity)) == StepParts.NONE) {
            return NONE;
        }
        int hash = (int) (mixed(step, quantity) >>> (Integer.SIZE + SPAN_BITS)) << SPAN_BITS;
        return (hash == 0 ? 1 << SPAN_BITS : hash) | step.span() - 1;
    }

    private static int span(int print) {
        return print & (1 << SPAN_BITS) - 1;
    }

    private static long mixed(Step step, Quantity quantity) {
        return switch (quantity) {
            case NEURAL_ENTROPY -> mixed(step.neuralEntropy());
            case LEARNED_ENTROPY -> mixed(step.learnedEntropy());
            case LOSS -> mix(Double.doubleToLongBits(step.loss()));
            case GRADIENT_NORM -> mix(Double.doubleToLongBits(step.gradientNorm()));
        };
    }

    private static long mixed(Moments moments) {
        long mean = mix(Double.doubleToLongBits(moments.mean()));
        return mix(mix(mean + Double.doubleToLongBits(moments.variance())) + moments.count());
    }

    /** The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** The stored form of a page that changed. */
    byte[] bytes(RecordKey key) {
        return changed.get(key).bytes();
    }

    /** What changed is saved. */
    void saved() {
        recent.putAll(changed);
        changed.clear();
    }

    /** Memory that it takes on the heap, about, in bytes. */
    long heapBytes() {
        return (long) (recent.size() + changed.size()) * PAGE_HEAP_BYTES;
    }

    /** What events of some places said; a place holds one. */
    private static final class Page {
        private final long[] steps = new long[PAGE];
        // by quantity; null where no event here said it
        private final int[][] prints = new int[QUANTITIES.length][];

        void put(int i, long step, Quantity quantity, int print) {
            if (steps[i] != step) {
                steps[i] = step;
                for (int[] column : prints) {
                    if (column != null) {
                        column[i] = NONE;
                    }
                }
            }
            int q = quantity.ordinal();
            if (prints[q] == null) {
                prints[q] = new int[PAGE];
            }
            prints[q][i] = print;
        }

        int get(int i, long step, Quantity quantity) {
            int[] column = prints[quantity.ordinal()];
            return column == null || steps[i] != step ? NONE : column[i];
        }

        byte[] bytes() {
            int columns = 0;
            byte said = 0;
            for (int q = 0; q < prints.length; q++) {
                columns += prints[q] == null ? 0 : 1;
                said |= (byte) (prints[q] == null ? 0 : 1 << q);
            }
            ByteBuffer out = ByteBuffer.allocate(1 + PAGE * (Long.BYTES + columns * Integer.BYTES));
            out.put(said);
            for (long step : steps) {
                out.putLong(step);
            }
            for (int[] column : prints) {
                for (int i = 0; column != null && i < PAGE; i++) {
                    out.putInt(column[i]);
                }
            }
            return out.array();
        }

        static Page read(ByteBuffer in) {
            Page page = new Page();
            byte said = in.get();
            for (int i = 0; i < PAGE; i++) {
                page.steps[i] = in.getLong();
            }
            for (int q = 0; q < QUANTITIES.length; q++) {
                if ((said & 1 << q) != 0) {
                    page.prints[q] = new int[PAGE];
                    for (int i = 0; i < PAGE; i++) {
                        page.prints[q][i] = in.getInt();
                    }
                }
            }
            return page;
        }
    }
}
