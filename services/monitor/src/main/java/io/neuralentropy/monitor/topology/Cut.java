package io.neuralentropy.monitor.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that speak of a key or a value of which only the first bytes are kept.
 *
 * @param part {@code key} or {@code value}
 */
record Cut(String part) {
    static final Cut KEY = new Cut("key");
    static final Cut VALUE = new Cut("value");

    String length() {
        return part + "-length";
    }

    String sha256() {
        return part + "-sha256";
    }

    /** Says how long the whole is, and its hash. */
    void describe(ByteBuffer whole, Headers to) {
        to.add(length(), Integer.toString(whole.remaining()).getBytes(StandardCharsets.UTF_8));
        to.add(sha256(), hash(whole).getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(ByteBuffer whole) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(whole.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Repeats what was said; false where nothing was. */
    boolean repeat(Headers from, Headers to) {
        Header length = from.lastHeader(length());
        Header hash = from.lastHeader(sha256());
        if (length == null || hash == null) {
            return false;
        }
        to.add(length);
        to.add(hash);
        return true;
    }
}
