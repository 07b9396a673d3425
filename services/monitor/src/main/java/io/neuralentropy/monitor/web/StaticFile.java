package io.neuralentropy.monitor.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.CRC32;

/** A file from the class path, read once and compressed once. Browsers keep it and ask each time whether it changed. */
final class StaticFile {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", Replies.JSON,
            "svg", "image/svg+xml");

    private final String contentType;
    private final byte[] plain;
    private final byte[] zipped;
    private final String tag;

    private StaticFile(String contentType, byte[] plain) {
        this.contentType = contentType;
        this.plain = plain;
        this.zipped = Gzip.compress(plain);
        var crc = new CRC32();
        crc.update(plain);
        this.tag = '"' + Long.toHexString(crc.getValue()) + '-' + plain.length + '"';
    }

    /** Reads a resource, relative to this class; the ending of its name decides its type. */
    static StaticFile load(String resource) {
        try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
            return new StaticFile(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    void send(Context ctx) {
        ctx.header("Cache-Control", "no-cache");
        ctx.header("ETag", tag);
        ctx.header("Vary", "Accept-Encoding");
        if (tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType(contentType);
        if (Gzip.accepted(ctx.header("Accept-Encoding"))) {
            ctx.header("Content-Encoding", "gzip");
            ctx.result(zipped);
        } else {
            ctx.result(plain);
        }
    }
}
