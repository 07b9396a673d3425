package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Page;
import java.util.Locale;

/** What is archived of a run, as Markdown. */
final class ArchiveTable {
    private ArchiveTable() {}

    static String of(RunHour hour) {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, """
                %s One run at step %,d and on, %d steps per second, for %d s.

                | topic | bytes on the broker per hour of a live run, before compaction |
                |---|---:|
                """, Page.machine(), hour.step(), hour.rate(), hour.seconds()));
        long sum = 0;
        for (String topic : hour.bytes().keySet()) {
            table.append(String.format(Locale.ROOT, "| `%s` | %,d |%n", topic, hour.perHour(topic)));
            sum += hour.perHour(topic);
        }
        return table.append(String.format(Locale.ROOT, "| together | %,d |%n", sum))
                .toString();
    }
}
