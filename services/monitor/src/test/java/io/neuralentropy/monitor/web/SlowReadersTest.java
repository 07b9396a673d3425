package io.neuralentropy.monitor.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for much and read nothing are no hindrance for others. */
class SlowReadersTest {
    /** More than the server has threads. */
    private static final int READERS = 24;

    private static final int BODY_BYTES = 512 << 10;

    /** Together far more than a socket's buffers hold. */
    private static final int REQUESTS = 20;

    private final WebFixture web = new WebFixture();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        web.close();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", web.port()));
        return socket;
    }

    private static void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
    }

    @Test
    void healthAnswersWhileManyDoNotRead() throws IOException {
        web.scrapes = accept -> new ScrapeHandler.Scrape("text/plain", new byte[BODY_BYTES]);
        for (int i = 0; i < READERS; i++) {
            Socket socket = open();
            for (int n = 0; n < REQUESTS; n++) {
                ask(socket, "/metrics");
            }
        }
        for (String path : List.of("/readyz", "/healthz", "/api/runs", "/")) {
            assertEquals(200, web.get(path).statusCode(), path);
        }
        for (Socket socket : List.copyOf(sockets)) {
            int length = socket.getInputStream().readNBytes(BODY_BYTES).length;
            assertEquals(BODY_BYTES, length, "it was not dropped, so others were answered while it did not read");
        }
    }

    @Test
    void anIdleConnectionMakesRoomForANewOne() throws IOException {
        for (int i = 0; i < MonitorWeb.MOST_CONNECTIONS; i++) {
            open();
        }
        assertEquals(200, web.get("/readyz").statusCode());
        Socket latest = open();
        ask(latest, "/readyz");
        assertEquals("HTTP/1.1 200".length(), latest.getInputStream().readNBytes("HTTP/1.1 200".length()).length);
        assertTrue(sockets.stream().limit(MonitorWeb.MOST_CONNECTIONS).anyMatch(SlowReadersTest::isClosed));
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
