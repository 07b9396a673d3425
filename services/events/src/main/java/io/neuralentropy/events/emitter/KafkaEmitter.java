package io.neuralentropy.events.emitter;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.RootCause;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events to Kafka without standing in the way of training.
 *
 * <p>{@link #emit} costs an estimate of the event's size, two compare-and-sets and a place in a bounded queue (well below a
 * microsecond when the queue is not contended); it never blocks and never throws. One daemon thread encodes and sends. While
 * Kafka is away events are held, up to {@link EmitterSettings#capacity} steps and {@link EmitterSettings#memoryBytes} of heap
 * waiting or in flight, and up to {@code buffer.memory} (16 MiB) of encoded copies in the producer: 64 MiB by default. The
 * newest events that do not fit are given up and counted. Nothing that was taken is given up before {@link #close}, unless
 * Kafka refuses it for good.
 *
 * <p>At any moment {@code emitted = acknowledged + dropped + pending}; after {@link #close} pending is 0. Order within a
 * run is kept: one thread, an idempotent producer, the run's id as key.
 */
public final class KafkaEmitter implements EventSink {
    /** How long the end of each thread may take beyond the close timeout. */
    private static final long FORCED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final AtomicInteger OPENED = new AtomicInteger();

    private final EmitterSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final DropAndCount overflow = new DropAndCount(System::nanoTime);
    private final BlockingQueue<Held> queue;
    private final Room room;
    private final SenderLoop sender;
    private final Thread thread;

    private final LongAdder emitted = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    KafkaEmitter(EmitterSettings settings, Producer<byte[], byte[]> producer) {
        this.settings = settings;
        this.producer = producer;
        this.queue = new ArrayBlockingQueue<>(settings.capacity());
        this.room = new Room(settings.capacity(), settings.memoryBytes());
        this.sender = new SenderLoop(queue, producer, settings.topic(), new EventCodec(), new Outcome());
        this.thread = new Thread(sender, "neural-entropy-emitter");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts an emitter. That no broker answers is no error: events are held until one does.
     *
     * @throws EmitterException when the settings cannot work, such as a host name that does not resolve
     */
    public static KafkaEmitter open(EmitterSettings settings) {
        try {
            return new KafkaEmitter(
                    settings,
                    new KafkaProducer<>(
                            producerConfig(settings), new ByteArraySerializer(), new ByteArraySerializer()));
        } catch (KafkaException e) {
            throw new EmitterException(
                    "Cannot send events to Kafka at "
                            + settings.producer().get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG) + ": "
                            + RootCause.sentence(e)
                            + " Check the bootstrap servers and the producer's settings.",
                    e);
        }
    }

    static Map<String, Object> producerConfig(EmitterSettings settings) {
        Map<String, Object> config = new HashMap<>();
        // Kafka registers a bean of this name and complains about a second one
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "neural-entropy-emitter-" + OPENED.incrementAndGet());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // a topic's new leader may refuse a first batch, not being ready, and take the one already behind it: from then
        // on the
        // first is out of order for good, and all after it wait
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // so let one request carry much
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // a request per event costs a training on the same cores more than a board is late by
        config.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        // beyond it events wait as they are, within the emitter's own bound
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16 << 20);
        // an outage of any length is waited out: the buffer bounds what is held, not the clock
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        // holds the sender thread only, which then looks whether it is to stop, and tries the same event again
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        config.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        config.putAll(settings.producer());
        return config;
    }

    @Override
    public void emit(Event event) {
        emitted.increment();
        if (event == null || closed.get()) {
            overflow.accept(event, event == null ? "no event" : "the emitter is closed");
            return;
        }
        Held held = new Held(event);
        if (!room.take(held)) {
            overflow.accept(
                    event,
                    room.fits(held)
                            ? "the buffer is full: Kafka does not answer, or not fast enough"
                            : "it is larger than all memory for events");
            return;
        }
        // has room: each event in the queue holds at least one step, and there are as many places as steps
        queue.add(held);
        // close() may have emptied the queue between the look at the flag and now
        if (closed.get() && queue.remove(held)) {
            giveUp(held, "the emitter is closed");
        }
    }

    @Override
    public Counts counts() {
        // in this order: what is decided was emitted before, so pending cannot come out negative
        long decidedAcknowledged = acknowledged.sum();
        long decidedDropped = overflow.dropped();
        return new Counts(emitted.sum(), decidedAcknowledged, decidedDropped);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // waits are bounded: an interrupt must not cost what is held, and is passed on at the end
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + settings.closeTimeout().toNanos();
        sender.finish();
        interrupted |= join(thread, deadline);
        sender.abandon();
        thread.interrupt();
        long rest = Math.max(0, deadline - System.nanoTime());
        Thread closing = closeProducer(rest);
        interrupted |= join(closing, System.nanoTime() + rest + FORCED_NANOS);
        interrupted |= join(thread, System.nanoTime() + FORCED_NANOS);
        sender.giveUpUnanswered("the emitter was closed before Kafka acknowledged it");
        for (Held held = queue.poll(); held != null; held = queue.poll()) {
            giveUp(held, "the emitter was closed before Kafka took it");
        }
        overflow.reportNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the sender's thread is alive. */
    boolean isRunning() {
        return thread.isAlive();
    }

    /** Heap that is counted as held. */
    long heldBytes() {
        return room.heldBytes();
    }

    /** Waits on through interrupts; true when there was one. */
    private static boolean join(Thread thread, long deadline) {
        boolean interrupted = false;
        long millis = millisUntil(deadline);
        while (millis > 0 && thread.isAlive()) {
            try {
                thread.join(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            millis = millisUntil(deadline);
        }
        return interrupted;
    }

    private static long millisUntil(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    /**
     * In a thread of its own, since the producer takes its timeout loosely: where a server accepts the connection and
     * then says nothing, closing at once was seen to take the whole request timeout of 30 s.
     */
    private Thread closeProducer(long nanos) {
        Thread closing = new Thread(() -> producer.close(Duration.ofNanos(nanos)), "neural-entropy-emitter-close");
        closing.setDaemon(true);
        closing.setUncaughtExceptionHandler((t, e) -> {}); // what it could not send is counted by close()
        closing.start();
        return closing;
    }

    private void giveUp(Held held, String why) {
        overflow.accept(held.event, why);
        room.give(held);
    }

    /** What the sender tells of each event that it took, exactly once each. */
    private final class Outcome implements SenderLoop.Outcome {
        @Override
        public void acknowledged(Held held) {
            acknowledged.increment();
            room.give(held);
        }

        @Override
        public void refused(Held held, String why) {
            giveUp(held, why);
        }

        @Override
        public void idle() {
            overflow.report();
        }
    }
}
