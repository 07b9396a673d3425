package io.neuralentropy.monitor.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Gzip of whole bodies, for clients that accept it. */
final class Gzip {
    /** Below one network packet there is nothing to gain. */
    static final int MINIMUM_BYTES = 1_024;

    private static final Pattern REFUSED = Pattern.compile(".*;\\s*q\\s*=\\s*0(?:\\.0*)?\\s*");

    private Gzip() {}

    /** Whether an Accept-Encoding header, null where absent, names gzip with a weight above 0. */
    static boolean accepted(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String name = coding.split(";", 2)[0].strip();
            if (name.equals("gzip") || name.equals("x-gzip")) {
                return !REFUSED.matcher(coding).matches();
            }
        }
        return false;
    }

    static byte[] compress(byte[] plain) {
        var bytes = new ByteArrayOutputStream(plain.length / 3 + 64);
        try (OutputStream zip = new Fast(bytes)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** The quickest level: bodies are read once, and the processor belongs to the training. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 8_192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
