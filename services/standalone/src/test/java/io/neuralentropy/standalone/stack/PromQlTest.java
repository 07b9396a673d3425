package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void namesMetricsAndNothingElse() {
        assertEquals(
                Set.of("a:b:rate5m", "up", "x_total", "y"),
                PromQl.metrics("sum by (job, instance) (rate(x_total{job=\"up_not\",le=~'z'}[5m])) > 1e3\n"
                        + "  and on (job) (up == 1 or a:b:rate5m offset 5m) # comment\n"
                        + "  unless max without (c) (y) * on (d) group_left (e) (y) > bool 0"));
        assertEquals(Set.of("up"), PromQl.metrics("count(up{run=~\"$run\"}[$__rate_interval]) by (job) > inf"));
    }
}
