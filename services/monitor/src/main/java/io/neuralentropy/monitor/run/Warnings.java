package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.snapshot.Warning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The warnings of a run, at most one per code; they stay when the run resumes. Bounded: there are few codes, and a code has a few
 * details of {@value #MAX_DETAIL} characters.
 */
final class Warnings {
    /** Characters of a detail that are kept. */
    static final int MAX_DETAIL = 240;

    private static final int HEAP_BYTES = 200;

    private final Map<Warning.Code, Entry> entries = new EnumMap<>(Warning.Code.class);
    private final List<Warning.Code> raised = new ArrayList<>();

    private static final class Entry {
        private final List<String> details = new ArrayList<>();
        private long count;
        private long step;

        void add(String detail, int most) {
            if (!details.contains(detail)) {
                if (details.size() == most) {
                    details.remove(0);
                }
                details.add(detail);
            }
        }
    }

    boolean has(Warning.Code code) {
        return entries.containsKey(code);
    }

    /** Notes a mistake; {@code detail} is a sentence that names it. */
    void add(Warning.Code code, String detail, long step) {
        Entry entry = entries.get(code);
        if (entry == null) {
            entry = new Entry();
            entry.step = step;
            entries.put(code, entry);
            raised.add(code);
        }
        entry.count++;
        entry.add(detail.substring(0, Math.min(MAX_DETAIL, detail.length())), code.details());
    }

    /** All of them, in the order of their codes. */
    List<Warning> all() {
        return entries.keySet().stream().map(this::warning).toList();
    }

    private Warning warning(Warning.Code code) {
        Entry entry = entries.get(code);
        return new Warning(code, String.join(" ", entry.details), entry.count, entry.step);
    }

    /** Those that were raised since the last call, each once in the life of a run. */
    List<Warning> drainRaised() {
        if (raised.isEmpty()) {
            return List.of();
        }
        List<Warning> news = raised.stream().map(this::warning).toList();
        raised.clear();
        return news;
    }

    /** Memory that they take, about, in bytes. */
    long heapBytes() {
        long bytes = 0;
        for (Entry entry : entries.values()) {
            bytes += HEAP_BYTES;
            for (String detail : entry.details) {
                bytes += HEAP_BYTES + detail.length();
            }
        }
        return bytes;
    }

    /** The stored form; {@link #restore} is its inverse. */
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(length());
        out.put((byte) entries.size());
        entries.forEach((code, entry) -> {
            write(code.wireName(), out);
            out.putLong(entry.count).putLong(entry.step).put((byte) entry.details.size());
            entry.details.forEach(detail -> write(detail, out));
        });
        return out.array();
    }

    private int length() {
        int length = Byte.BYTES;
        for (Map.Entry<Warning.Code, Entry> warning : entries.entrySet()) {
            length += length(warning.getKey().wireName()) + 2 * Long.BYTES + Byte.BYTES;
            for (String detail : warning.getValue().details) {
                length += length(detail);
            }
        }
        return length;
    }

    private static int length(String text) {
        return Short.BYTES + Character.BYTES * text.length();
    }

    private static void write(String text, ByteBuffer out) {
        out.putShort((short) text.length());
        for (int i = 0; i < text.length(); i++) {
            out.putChar(text.charAt(i));
        }
    }

    /** Puts back what {@link #bytes} gave, but codes that this version does not know. */
    void restore(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int i = in.get(); i > 0; i--) {
            Warning.Code code = Warning.Code.ofWireName(readText(in));
            Entry entry = read(in);
            if (code != null) {
                entries.put(code, entry);
            }
        }
    }

    private static Entry read(ByteBuffer in) {
        Entry entry = new Entry();
        entry.count = in.getLong();
        entry.step = in.getLong();
        for (int i = in.get(); i > 0; i--) {
            entry.details.add(readText(in));
        }
        return entry;
    }

    private static String readText(ByteBuffer in) {
        char[] text = new char[in.getShort()];
        for (int i = 0; i < text.length; i++) {
            text[i] = in.getChar();
        }
        return new String(text);
    }
}
