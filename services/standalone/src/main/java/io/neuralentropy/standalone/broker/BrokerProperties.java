package io.neuralentropy.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Kafka's settings for one small node that is broker and controller. */
final class BrokerProperties {
    private BrokerProperties() {}

    static Properties of(String host, int port, int controllerPort, Path data, String advertised) {
        Properties p = new Properties();
        identity(p, host, port, controllerPort, data);
        p.setProperty("advertised.listeners", "PLAINTEXT://" + advertised);
        alone(p);
        small(p);
        return p;
    }

    /**
     * Adds a listener for this machine. A broker connects to itself, as for transactions, where it is advertised; that may be
     * an address that only others can reach.
     */
    static void listenLocally(Properties p, int port) {
        String local = ",LOCAL://127.0.0.1:" + port;
        p.setProperty("listeners", p.getProperty("listeners") + local);
        p.setProperty("advertised.listeners", p.getProperty("advertised.listeners") + local);
        p.setProperty(
                "listener.security.protocol.map", p.getProperty("listener.security.protocol.map") + ",LOCAL:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "LOCAL");
    }

    /** The quorum is static: a restart on other ports needs no change of the stored metadata. */
    private static void identity(Properties p, String host, int port, int controllerPort, Path data) {
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("listeners", "PLAINTEXT://" + host + ":" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.setProperty("log.dirs", data.toString());
    }

    /** No second replica to wait for, and no topic by accident. */
    private static void alone(Properties p) {
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("default.replication.factor", "1");
        p.setProperty("min.insync.replicas", "1");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "1");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.num.partitions", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("auto.leader.rebalance.enable", "false");
    }

    /** It shares two cores and a heap with training: few threads, small buffers. */
    private static void small(Properties p) {
        p.setProperty("num.network.threads", "1");
        p.setProperty("num.io.threads", "2");
        p.setProperty("num.replica.fetchers", "1");
        p.setProperty("num.recovery.threads.per.data.dir", "1");
        p.setProperty("background.threads", "1");
        p.setProperty("group.coordinator.threads", "1");
        p.setProperty("share.coordinator.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        p.setProperty("log.cleaner.io.buffer.size", "131072");
        p.setProperty("log.index.size.max.bytes", "1048576");
        p.setProperty("metadata.max.idle.interval.ms", "0");
        // after a crash the next start waits this long for the session of the one that died
        p.setProperty("broker.session.timeout.ms", "6000");
        p.setProperty("broker.heartbeat.interval.ms", "1000");
    }
}
