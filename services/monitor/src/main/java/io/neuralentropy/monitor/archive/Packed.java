package io.neuralentropy.monitor.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Bytes, compressed by the quickest level. */
record Packed(byte[] packed) {
    static Packed of(byte[] plain) {
        var bytes = new ByteArrayOutputStream(plain.length / 3 + 64);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream zip = new DeflaterOutputStream(bytes, deflater)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        } finally {
            deflater.end();
        }
        return new Packed(bytes.toByteArray());
    }

    byte[] unpack() {
        try (InflaterInputStream plain = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
    }

    int size() {
        return packed.length;
    }
}
