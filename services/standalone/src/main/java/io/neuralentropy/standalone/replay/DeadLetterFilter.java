package io.neuralentropy.standalone.replay;

import java.time.Instant;
import java.util.Set;

/**
 * Which dead letters to send again.
 *
 * @param reasons empty: any
 * @param since when they were refused; null: since ever
 * @param until before when; null: until now
 */
public record DeadLetterFilter(Set<String> reasons, Instant since, Instant until) {
    public DeadLetterFilter {
        reasons = Set.copyOf(reasons);
    }

    boolean takes(String reason, long time) {
        return (reasons.isEmpty() || reasons.contains(reason))
                && (since == null || time >= since.toEpochMilli())
                && (until == null || time < until.toEpochMilli());
    }
}
