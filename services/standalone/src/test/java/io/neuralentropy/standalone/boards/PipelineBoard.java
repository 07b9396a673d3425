package io.neuralentropy.standalone.boards;

import static io.neuralentropy.standalone.boards.Panels.lines;
import static io.neuralentropy.standalone.boards.Panels.number;
import static io.neuralentropy.standalone.boards.Promql.ofInstance;
import static io.neuralentropy.standalone.boards.Promql.rate;

import io.neuralentropy.monitor.export.MonitorMeter;
import io.neuralentropy.monitor.export.RunMetric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** Pipeline health: the monitor itself. Names of Kafka's and the JVM's meters are Micrometer's. */
final class PipelineBoard {
    private PipelineBoard() {}

    static Board board() {
        return new Board(
                        "pipeline",
                        Boards.PIPELINE_UID,
                        "Pipeline health",
                        "Does the monitor keep up, does it lose or refuse anything, and is it well?",
                        Variable.INSTANCE)
                .row("Now", up(), streams(), eventsNow(), lagNow(), latencyNow(), deadLettersNow(), missing(), uptime())
                .row("Throughput and latency", events(), steps(), latency())
                .row("What was not taken in", deadLetters(), notTaken(), refused())
                .row("Kafka Streams", lag(), state(), threads(), rebalances(), commits(), restores(), restored())
                .row("JVM and process", heap(), pauses(), processor(), jvmThreads(), files(), scrape());
    }

    private static Panel up() {
        return number("Scraped", "Monitors that Prometheus reaches, of those that it knows.", Unit.PERCENT)
                .query(Query.now("A", "avg(up{instance=~\"$instance\"} and on (instance) (" + everSeen() + "))", "up"));
    }

    /** Targets that were monitors at some time in the range: also those that are down. */
    private static String everSeen() {
        return "max by (instance) (max_over_time(" + ofInstance(MonitorMeter.ACCEPTED_STEPS.metricName())
                + "[$__range]))";
    }

    private static Panel streams() {
        return number("Stream threads", "Threads that process events, of all monitors; 0: nothing is read.", Unit.COUNT)
                .query(Query.now("A", "sum(" + ofInstance("kafka_stream_alive_stream_threads") + ")", "alive"));
    }

    private static Panel eventsNow() {
        return number("Events", "Records read per second.", Unit.PER_SECOND)
                .query(Query.now("A", "sum(" + rate(MonitorMeter.EVENTS, "instance") + ")", "events"));
    }

    private static Panel lagNow() {
        return number("Lag", "Records that wait in Kafka, at most over the partitions.", Unit.COUNT)
                .query(Query.now("A", "max(" + lagOfEvents() + ")", "lag"));
    }

    private static Panel latencyNow() {
        return number("Latency, 99 %", MonitorMeter.EVENT_TO_SNAPSHOT.help(), Unit.SECONDS)
                .query(Query.now("A", Promql.quantile(0.99, MonitorMeter.EVENT_TO_SNAPSHOT), "99 %")
                        .absent("while nothing arrives"));
    }

    private static Panel deadLettersNow() {
        return number("Dead letters", MonitorMeter.DEAD_LETTERS.help() + " In this time range.", Unit.COUNT)
                .query(Query.now("A", "sum(" + Promql.increase(MonitorMeter.DEAD_LETTERS, "instance") + ")", "dead"));
    }

    private static Panel missing() {
        return number("Missing steps", "Steps that never came, over all live runs.", Unit.COUNT)
                .query(Query.now("A", "sum(" + ofInstance(RunMetric.MISSING_STEPS.metricName()) + ")", "missing")
                        .absent("while no run is live"));
    }

    private static Panel uptime() {
        return number("Up since", "Shortest time since a monitor's start.", Unit.LENGTH_OF_TIME)
                .query(Query.now("A", "min(" + ofInstance("process_uptime_seconds") + ")", "up"));
    }

    private static Panel events() {
        return lines("Events by type", MonitorMeter.EVENTS.help(), Unit.PER_SECOND)
                .query(Query.range("A", rate(MonitorMeter.EVENTS, "type"), "{{type}}"));
    }

    private static Panel steps() {
        return lines("Steps taken in", MonitorMeter.ACCEPTED_STEPS.help(), Unit.PER_SECOND)
                .query(Query.range("A", rate(MonitorMeter.ACCEPTED_STEPS, "instance"), "{{instance}}"));
    }

    private static Panel latency() {
        Panel panel = lines("From event to snapshot", MonitorMeter.EVENT_TO_SNAPSHOT.help(), Unit.SECONDS);
        for (double quantile : new double[] {0.5, 0.9, 0.99}) {
            String name = Math.round(100 * quantile) + " %";
            panel.query(Query.range(name, Promql.quantile(quantile, MonitorMeter.EVENT_TO_SNAPSHOT), name)
                    .absent("while nothing arrives"));
        }
        return panel;
    }

    private static Panel deadLetters() {
        return lines("Dead letters by reason", MonitorMeter.DEAD_LETTERS.help(), Unit.PER_SECOND)
                .query(Query.range("A", rate(MonitorMeter.DEAD_LETTERS, "reason"), "{{reason}}"));
    }

    private static Panel notTaken() {
        return lines(
                        "Duplicate, superseded and late steps",
                        "Dropped because they were known; dropped because a later attempt speaks for them; taken in although a"
                                + " higher step of their rank was there. None of them is a loss.",
                        Unit.PER_SECOND)
                .query(Query.range("duplicate", sum(MonitorMeter.DUPLICATE_STEPS), "duplicate"))
                .query(Query.range("superseded", sum(MonitorMeter.SUPERSEDED_STEPS), "superseded"))
                .query(Query.range("late", sum(MonitorMeter.LATE_STEPS), "late"));
    }

    private static Panel refused() {
        return lines(
                        "Refused and expired runs",
                        "Runs over the bound of an instance; of those, left out of the law of their group; and runs that left"
                                + " because nothing came for long.",
                        Unit.PER_SECOND)
                .query(Query.range("refused", sum(MonitorMeter.REFUSED_RUNS), "refused"))
                .query(Query.range("left out", sum(MonitorMeter.REFUSED_GROUP_RUNS), "left out of a group"))
                .query(Query.range("expired", sum(MonitorMeter.EXPIRED_RUNS), "expired"));
    }

    private static String sum(MonitorMeter meter) {
        return "sum(" + rate(meter, "instance") + ")";
    }

    private static Panel lag() {
        return lines("Lag", "Records that wait in Kafka, at most over the partitions of a monitor.", Unit.COUNT)
                .query(Query.range("A", lagOfEvents(), "{{instance}}"));
    }

    /** Of the consumers that read events, not of those that restore. One that has read nothing yet says NaN: unknown. */
    private static String lagOfEvents() {
        return "max by (instance) (" + "kafka_consumer_fetch_manager_records_lag_max{instance=~\"$instance\","
                + "client_id=~\".+-StreamThread-[0-9]+-consumer\"} >= 0)";
    }

    private static Panel state() {
        return Panels.states("State of Streams", "Kafka Streams' own state; anything but running for long is trouble.")
                .standard("mappings", List.of(Json.object("type", "value", "options", streamsStates())))
                .query(Query.range(
                        "A", "max by (instance) (" + ofInstance("kafka_stream_client_state") + ")", "{{instance}}"));
    }

    /** Ordinals of {@code KafkaStreams.State}. */
    private static Map<String, Object> streamsStates() {
        Map<String, Object> names = new LinkedHashMap<>();
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            names.put(
                    Integer.toString(state.ordinal()),
                    Json.object(
                            "text",
                            state.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            "color",
                            colour(state).hex(),
                            "index",
                            state.ordinal()));
        }
        return names;
    }

    private static Colour colour(KafkaStreams.State state) {
        return switch (state) {
            case RUNNING -> Colour.GREEN;
            case ERROR, PENDING_ERROR -> Colour.RED;
            case REBALANCING -> Colour.AMBER;
            default -> Colour.GREY;
        };
    }

    private static Panel threads() {
        return lines("Stream threads", "Alive, and died since the start.", Unit.COUNT)
                .query(Query.range("alive", "sum(" + ofInstance("kafka_stream_alive_stream_threads") + ")", "alive"))
                .query(Query.range(
                        "failed", "sum(" + ofInstance("kafka_stream_failed_stream_threads_total") + ")", "failed"));
    }

    private static Panel rebalances() {
        return lines(
                        "Rebalances",
                        "Partitions dealt anew: monitors came or went, or one was too slow.",
                        Unit.PER_SECOND)
                .query(Query.range(
                        "A", rate("kafka_consumer_coordinator_rebalance_total", "instance"), "{{instance}}"));
    }

    private static Panel commits() {
        return lines("Commits", "Mean time of a commit, over the last half minute.", Unit.MILLISECONDS)
                .query(Query.range(
                                "A",
                                "max by (instance) (" + ofInstance("kafka_stream_thread_commit_latency_avg") + " >= 0)",
                                "{{instance}}")
                        .absent("while nothing is committed"));
    }

    private static Panel restores() {
        String restore = MonitorMeter.RESTORE.metricName();
        return lines(
                        "Restores",
                        MonitorMeter.RESTORING.help() + " Longest of late that ended, and how many per second.",
                        Unit.SECONDS)
                .query(Query.range(
                        "going on",
                        "max by (instance) (" + ofInstance(MonitorMeter.RESTORING.metricName()) + ")",
                        "going on, {{instance}}"))
                .query(Query.range(
                        "longest", "max by (instance) (" + ofInstance(restore + "_max") + ")", "longest, {{instance}}"))
                .query(Query.range("rate", rate(restore + "_count", "instance"), "per second, {{instance}}"))
                .override("byFrameRefID", "rate", "unit", Unit.PER_SECOND.grafana());
    }

    private static Panel restored() {
        return lines("Records restored", MonitorMeter.RESTORED_RECORDS.help(), Unit.PER_SECOND)
                .query(Query.range("A", rate(MonitorMeter.RESTORED_RECORDS, "instance"), "{{instance}}"));
    }

    private static Panel heap() {
        return lines("Heap", "Memory that objects take, and what the JVM may take at most.", Unit.BYTES)
                .query(Query.range("used", heapOf("jvm_memory_used_bytes"), "used, {{instance}}"))
                .query(Query.range("most", heapOf("jvm_memory_max_bytes"), "at most, {{instance}}"));
    }

    private static String heapOf(String metric) {
        return "sum by (instance) (" + metric + "{instance=~\"$instance\",area=\"heap\"} >= 0)";
    }

    private static Panel pauses() {
        return lines("Garbage collection", "Share of the time that collections stop everything.", Unit.PERCENT)
                .query(Query.range("A", rate("jvm_gc_pause_seconds_sum", "instance"), "{{instance}}")
                        .absent("before the first collection"));
    }

    private static Panel processor() {
        return lines("Processor", "Load of the process, of all cores.", Unit.PERCENT)
                .query(Query.range("A", "max by (instance) (" + ofInstance("process_cpu_usage") + ")", "{{instance}}"));
    }

    private static Panel jvmThreads() {
        return lines("Threads", "Live threads of the JVM.", Unit.COUNT)
                .query(Query.range(
                        "A", "max by (instance) (" + ofInstance("jvm_threads_live_threads") + ")", "{{instance}}"));
    }

    private static Panel files() {
        return lines("Open files", "Share of the files and sockets that the process may open.", Unit.PERCENT)
                .query(Query.range(
                        "A",
                        "max by (instance) (" + ofInstance("process_files_open_files") + " / "
                                + ofInstance("process_files_max_files") + ")",
                        "{{instance}}"));
    }

    private static Panel scrape() {
        return lines("Scrape", "Samples per scrape of a monitor, by Prometheus.", Unit.COUNT)
                .query(Query.range(
                        "A",
                        "max by (instance) (scrape_samples_scraped{instance=~\"$instance\"} and on (instance) ("
                                + everSeen() + "))",
                        "{{instance}}"));
    }
}
