package io.neuralentropy.monitor.export;

/** Every meter of the monitor itself, once, by its name in Prometheus. */
public enum MonitorMeter {
    EVENTS(
            "neural_entropy_monitor_events_total",
            "Records read, by type of event; 'unknown' and 'refused' among them."),
    REROUTED_RECORDS(
            "neural_entropy_monitor_rerouted_records_total",
            "Events in a partition that does not own their run, sent on to the right one: a client places keys in its own way."),
    DEAD_LETTERS("neural_entropy_monitor_dead_letters_total", "Records sent to the dead-letter topic, by reason."),
    ACCEPTED_STEPS("neural_entropy_monitor_accepted_steps_total", "Steps whose numbers were taken in."),
    DUPLICATE_STEPS("neural_entropy_monitor_duplicate_steps_total", "Steps dropped because they were known."),
    SUPERSEDED_STEPS(
            "neural_entropy_monitor_superseded_steps_total",
            "Steps dropped, on arrival or afterwards, because a later attempt, or launch of their attempt, speaks for them."),
    LATE_STEPS("neural_entropy_monitor_late_steps_total", "Accepted steps that came after a higher one of their rank."),
    REFUSED_RUNS("neural_entropy_monitor_refused_runs_total", "Runs refused because the instance has too many."),
    EXPIRED_RUNS(
            "neural_entropy_monitor_expired_runs_total",
            "Runs that left state and metrics because nothing came for long; the API still answers for them."),
    REFUSED_GROUP_RUNS(
            "neural_entropy_monitor_refused_group_runs_total",
            "Records of runs left out of the storage law of their group because it, or the groups, are too many."),
    WITHHELD_RUNS(
            "neural_entropy_monitor_withheld_run_writes_total",
            "Times that a run was not written to the topic of run metrics because the record there knows more of it."),
    ARCHIVE_BEHIND(
            "neural_entropy_monitor_archive_behind",
            "1 while the runs that were archived before the start are still being read, so that some may be missing; else 0."),
    SKIPPED_RECORDS(
            "neural_entropy_monitor_skipped_records_total",
            "Records of the monitor's own topics passed over, by topic: another application or somebody else wrote them."),
    RUN_FAULTS(
            "neural_entropy_monitor_run_faults_total",
            "Failures to read, publish or expire a run, a fault of the monitor; the other runs go on."),
    UNSENT_RECORDS(
            "neural_entropy_monitor_unsent_records_total",
            "Records left out, by topic, because they are too large to be sent."),
    KAFKA_CONNECTED(
            "neural_entropy_monitor_kafka_connected",
            "1 while a broker answers, 0 when none has for 10 s: then no run is exported, as another instance may own it."),
    MEMORY_SHORT(
            "neural_entropy_monitor_memory_short",
            "1 while the heap is too small for what the monitor holds, else 0; /readyz says more."),
    GC_RATIO(
            "neural_entropy_monitor_gc_ratio",
            "Share of the last minute for which the monitor stood still to collect garbage."),
    EVENT_TO_SNAPSHOT(
            "neural_entropy_monitor_event_to_snapshot_seconds",
            "Time from an event's arrival (by the broker's clock where the topic has LogAppendTime, else as it is read) to the"
                    + " snapshot that shows it; the oldest event of each snapshot."),
    RESTORE(
            "neural_entropy_monitor_restore_seconds",
            "Time that a store's partition took to come back from its changelog."),
    RESTORED_RECORDS(
            "neural_entropy_monitor_restored_records_total",
            "Records that stores read back from their changelogs; few where the state was kept or a standby took over."),
    RESTORING(
            "neural_entropy_monitor_restoring_seconds",
            "Time since the oldest restore of a store's partition that still goes on began; 0 while there is none.");

    private final String metricName;
    private final String help;

    MonitorMeter(String metricName, String help) {
        this.metricName = metricName;
        this.help = help;
    }

    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }

    /** Its name for Micrometer, whose Prometheus registry appends the unit and {@code _total}. */
    String meterName() {
        return metricName.replaceAll("_(total|seconds)$", "").replace('_', '.');
    }
}
