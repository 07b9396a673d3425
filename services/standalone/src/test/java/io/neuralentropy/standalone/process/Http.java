package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks a monitor over HTTP. Every wait is bounded. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Http() {}

    public static String get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    public static String post(String url, String body) {
        return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public static String postJson(String url, String body) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder asked) {
        try {
            HttpRequest request = asked.timeout(PATIENCE).build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException failure) {
            return fail(failure);
        }
    }

    /** Asks until the answer is as wished. */
    public static void await(String url, Predicate<String> wish, String wished) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String answer = get(url);
        while (!wish.test(answer)) {
            if (System.nanoTime() > deadline) {
                fail(url + " does not say " + wished + " but\n" + answer);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            answer = get(url);
        }
    }

    /** Waits until a monitor processes events. */
    public static void awaitReady(String monitor) {
        await(monitor + "readyz", answer -> answer.equals("{\"ready\":true}"), "that it is ready");
    }
}
