package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code dashboards/prometheus/prometheus.yml} made to run on one machine: targets replaced by addresses that are there, jobs
 * without one left out, intervals shortened, rule files as given. Everything else, the limits above all, stays as shipped.
 */
public final class PrometheusConfig {
    private final Map<String, String> targets = new HashMap<>();
    private final Duration interval;
    private Path rules = StackFiles.PROMETHEUS.resolve("rules");
    private String alertmanager;

    private PrometheusConfig(Duration interval) {
        this.interval = interval;
    }

    /** The shipped rules, no target, no Alertmanager. */
    public static PrometheusConfig every(Duration interval) {
        return new PrometheusConfig(interval);
    }

    /** @param address host:port that takes the place of the job's targets */
    public PrometheusConfig target(String job, String address) {
        targets.put(job, address);
        return this;
    }

    /** Rules of another directory. */
    public PrometheusConfig rules(Path directory) {
        rules = directory;
        return this;
    }

    public PrometheusConfig alertmanager(String address) {
        alertmanager = address;
        return this;
    }

    boolean hasAlertmanager() {
        return alertmanager != null;
    }

    JsonNode yaml() {
        ObjectNode config = (ObjectNode) StackFiles.yaml(StackFiles.PROMETHEUS.resolve("prometheus.yml"));
        String every = interval.toMillis() + "ms";
        ((ObjectNode) config.get("global"))
                .put("scrape_interval", every)
                .put("scrape_timeout", every)
                .put("evaluation_interval", every);
        config.putArray("rule_files").add(rules + "/*.yml");
        if (alertmanager == null) {
            config.remove("alerting");
        } else {
            retarget(config.get("alerting").get("alertmanagers").get(0), alertmanager);
        }
        ArrayNode jobs = (ArrayNode) config.get("scrape_configs");
        for (int i = jobs.size() - 1; i >= 0; i--) {
            String address = targets.get(jobs.get(i).get("job_name").asText());
            if (address == null) {
                jobs.remove(i);
            } else {
                retarget(jobs.get(i), address);
            }
        }
        return config;
    }

    private static void retarget(JsonNode holder, String address) {
        ((ObjectNode) holder.get("static_configs").get(0)).putArray("targets").add(address);
    }
}
