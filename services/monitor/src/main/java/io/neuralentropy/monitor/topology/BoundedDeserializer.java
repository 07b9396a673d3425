package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.codec.EventCodec;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads no more of a key or a value than anything here could mean: a few megabytes in Kafka may unpack to gigabytes, and Kafka
 * Streams holds a thousand records of each partition. Of what is longer one byte more than the bound is read, so that it is seen to
 * be too long, and {@link Cut} says in the record's headers what the whole was.
 */
public final class BoundedDeserializer implements Deserializer<byte[]> {
    /** Longer than any key in the topics that are read. */
    static final int MAX_KEY_BYTES = 4 * 1024;

    static final int MAX_VALUE_BYTES = EventCodec.MAX_BYTES;

    private final Cut cut;
    private final int most;

    private BoundedDeserializer(Cut cut, int most) {
        this.cut = cut;
        this.most = most;
    }

    public static BoundedDeserializer ofKeys() {
        return new BoundedDeserializer(Cut.KEY, MAX_KEY_BYTES);
    }

    public static BoundedDeserializer ofValues() {
        return new BoundedDeserializer(Cut.VALUE, MAX_VALUE_BYTES);
    }

    @Override
    public byte[] deserialize(String topic, byte[] data) {
        return data;
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null || data.remaining() <= most) {
            return Utils.toNullableArray(data);
        }
        release(headers);
        cut.describe(data, headers);
        byte[] first = new byte[most + 1];
        data.duplicate().get(first);
        return first;
    }

    /** Headers that nobody has looked at hold the bytes of their whole record. */
    private static void release(Headers headers) {
        for (Header header : headers) {
            header.key();
            header.value();
        }
    }
}
