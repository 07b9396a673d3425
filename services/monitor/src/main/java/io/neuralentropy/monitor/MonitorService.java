package io.neuralentropy.monitor;

import io.neuralentropy.events.topics.TopicLayout;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.monitor.archive.ArchiveReader;
import io.neuralentropy.monitor.archive.RunArchive;
import io.neuralentropy.monitor.export.MonitorRegistry;
import io.neuralentropy.monitor.snapshot.OwnedSnapshots;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.StallOverlay;
import io.neuralentropy.monitor.streams.KafkaLink;
import io.neuralentropy.monitor.streams.RocksMemory;
import io.neuralentropy.monitor.streams.StreamsFaults;
import io.neuralentropy.monitor.streams.StreamsRunner;
import io.neuralentropy.monitor.topology.IntakeMeters;
import io.neuralentropy.monitor.topology.LiveGroups;
import io.neuralentropy.monitor.topology.LiveSnapshots;
import io.neuralentropy.monitor.topology.MonitorTopology;
import io.neuralentropy.monitor.topology.Partitioning;
import io.neuralentropy.monitor.web.Health;
import io.neuralentropy.monitor.web.MonitorWeb;
import io.neuralentropy.monitor.web.ScrapeHandler;
import java.util.Optional;
import org.apache.kafka.streams.errors.StreamsException;

/** The whole monitor: topics, Kafka Streams app, metrics, web. Only wires. */
public final class MonitorService implements AutoCloseable {

    private final Parts parts;
    private final StreamsRunner streams;
    private final MemoryWatch memory;
    private final MonitorWeb web;

    private MonitorService(Parts parts, StreamsRunner streams, MemoryWatch memory, MonitorWeb web) {
        this.parts = parts;
        this.streams = streams;
        this.memory = memory;
        this.web = web;
    }

    /**
     * Starts a monitor; returns when its web pages answer. Events are processed soon after, see {@code /readyz}.
     *
     * @throws io.neuralentropy.events.topics.TopicSetupException when Kafka cannot be reached or refuses
     * @throws io.neuralentropy.monitor.web.WebStartException when the port cannot be had
     */
    public static MonitorService start(MonitorSettings settings) {
        TopicLayout topics = TopicSetup.ensure(settings.kafka(), settings.topics(), settings.kafkaTimeout())
                .copartitioned();
        Parts parts = new Parts();
        try {
            return start(settings, new Partitioning(topics.eventPartitions()), parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static MonitorService start(MonitorSettings settings, Partitioning partitioning, Parts parts) {
        LiveSnapshots live = new LiveSnapshots();
        LiveGroups groups = new LiveGroups();
        RunArchive archived = new RunArchive(settings.resources().archiveBytes());
        KafkaLink link = new KafkaLink(System::currentTimeMillis);
        StallOverlay shown = new StallOverlay(live, live::heardAt, link);
        MonitorRegistry registry =
                new MonitorRegistry(new OwnedSnapshots(shown, link::isOwner), OwnedSnapshots.of(groups, link::isOwner));
        parts.endBy(registry::close);
        registry.watchLink(link::isConnected);
        MemoryWatch memory = MemoryWatch.start();
        parts.endBy(memory::close);
        registry.watchMemory(memory::isShort, memory::gcShare);
        StreamsRunner streams = streams(settings, partitioning, live, groups, archived, registry, link, parts);
        ArchiveReader archive = ArchiveReader.start(settings.kafka(), archived);
        parts.endBy(archive::close);
        MonitorWeb web = MonitorWeb.start(
                settings.http(), shown, archived, groups, health(streams, memory), accept -> scrape(registry, accept));
        parts.endBy(web::close);
        registry.watch(streams.streams());
        registry.watchRestores(streams::restoringSeconds);
        registry.watchArchive(archived::isComplete);
        streams.start();
        return new MonitorService(parts, streams, memory, web);
    }

    private static StreamsRunner streams(
            MonitorSettings settings,
            Partitioning partitioning,
            LiveSnapshots live,
            LiveGroups groups,
            PublishedRuns published,
            MonitorRegistry registry,
            KafkaLink link,
            Parts parts) {
        StateDirectory directory = StateDirectory.open(settings.stateDirectory());
        parts.endBy(directory::close);
        RocksMemory memory = settings.topology().inMemory()
                ? null
                : new RocksMemory(settings.resources().stateBytes());
        IntakeMeters meters = registry.intakeMeters();
        StreamsFaults faults = new StreamsFaults(meters, registry.sends());
        try {
            StreamsRunner streams = new StreamsRunner(
                    MonitorTopology.build(settings.topology(), partitioning, live, groups, published, meters),
                    StreamsSettings.of(settings, directory.path(), memory, faults),
                    registry.restores(),
                    faults,
                    link);
            parts.endBy(() -> end(streams, memory));
            return streams;
        } catch (StreamsException e) {
            throw new MonitorException("cannot use state directory " + directory.path() + ": " + e.getMessage()
                    + "; stop the other monitor, or give another directory with --state-dir");
        }
    }

    /** Memory that a store still uses must not be freed: where the streams did not stop in time it goes with the process. */
    private static void end(StreamsRunner streams, RocksMemory memory) {
        streams.close();
        if (memory != null && streams.streams().state().hasCompletedShutdown()) {
            memory.close();
        }
    }

    private static ScrapeHandler.Scrape scrape(MonitorRegistry registry, String accept) {
        String contentType = MonitorRegistry.contentType(accept);
        return new ScrapeHandler.Scrape(contentType, registry.scrape(contentType));
    }

    private static Health health(StreamsRunner streams, MemoryWatch memory) {
        return new Health() {
            @Override
            public boolean live() {
                return streams.isAlive();
            }

            @Override
            public Readiness ready() {
                return whyNotReady(streams, memory).map(Readiness::because).orElse(Readiness.READY);
            }
        };
    }

    private static Optional<String> whyNotReady(StreamsRunner streams, MemoryWatch memory) {
        return streams.whyNotRunning().or(memory::shortage);
    }

    public int httpPort() {
        return web.port();
    }

    /** Whether events are being processed. */
    public boolean isReady() {
        return whyNotReady(streams, memory).isEmpty();
    }

    /** Waits for the end; returns what caused it, empty after a wanted {@link #close}. */
    public Optional<Throwable> awaitStop() throws InterruptedException {
        return streams.awaitStop();
    }

    @Override
    public void close() {
        parts.close();
    }
}
