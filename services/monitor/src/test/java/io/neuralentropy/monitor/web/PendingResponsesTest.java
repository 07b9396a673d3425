package io.neuralentropy.monitor.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingResponsesTest {
    private static final int BODY_BYTES = 16 << 20;
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration LONG = Duration.ofHours(1);

    /** Of each response, by the path that was asked for, how it ended. */
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

    private PendingResponses start(PendingResponses pending) throws Exception {
        WholeResponses whole = new WholeResponses(pending);
        whole.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(true, ByteBuffer.allocate(BODY_BYTES), callback);
                return true;
            }
        });
        server.setHandler(new Handler.Wrapper(whole) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                String path = request.getHttpURI().getPath();
                Callback noted = Callback.from(
                        () -> {
                            ends.add(path + " sent");
                            callback.succeeded();
                        },
                        cause -> {
                            ends.add(path + " dropped");
                            callback.failed(cause);
                        });
                return super.handle(request, response, noted);
            }
        });
        server.start();
        return pending;
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Socket ask(String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
        return socket;
    }

    private String nextEnd() throws InterruptedException {
        return ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void oneThatIsReadIsSentAndNoLongerPending() throws Exception {
        PendingResponses pending = start(new PendingResponses(LONG, 1, Long.MAX_VALUE));
        try (Socket socket = ask("/read")) {
            socket.getInputStream().readNBytes(BODY_BYTES);
            assertEquals("/read sent", nextEnd());
            assertEquals(0, pending.bytes());
        }
    }

    @Test
    void oneThatIsNotReadInItsTimeIsDropped() throws Exception {
        PendingResponses pending =
                start(new PendingResponses(Duration.ofMillis(10), 1_000L * BODY_BYTES, Long.MAX_VALUE));
        try (Socket slow = ask("/slow")) {
            assertEquals("/slow dropped", nextEnd());
            assertEquals(0, pending.bytes());
            assertFalse(slow.isClosed(), "by this side");
        }
    }

    @Test
    void theOldestMakesRoomWhereThereAreTooMany() throws Exception {
        PendingResponses pending = start(new PendingResponses(LONG, 1, BODY_BYTES * 3L / 2));
        try (Socket slow = ask("/slow")) {
            while (pending.bytes() == 0) {
                Thread.onSpinWait();
            }
            try (Socket other = ask("/other")) {
                assertEquals("/slow dropped", nextEnd());
                assertFalse(slow.isClosed(), "by this side");
                other.getInputStream().readNBytes(BODY_BYTES);
                assertEquals("/other sent", nextEnd());
                assertEquals(0, pending.bytes());
            }
        }
    }
}
