package io.neuralentropy.standalone.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a running monitor. */
final class MonitorClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** @param url where the monitor listens, such as {@code http://127.0.0.1:8080} */
    MonitorClient(String url) {
        this.base = url.replaceFirst("/+$", "");
    }

    /** @param next path of what goes on after this answer; null where it is whole */
    record Answer(int status, String body, String next) {}

    /**
     * One GET.
     *
     * @throws CliException where nothing answers there
     */
    Answer get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address(path)).timeout(TIMEOUT).build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body(), next(response.headers()));
        } catch (IOException failure) {
            throw new CliException(
                    "no monitor answers at " + base + ": start one, or give its address by --monitor", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while waiting for the monitor at " + base, interrupted);
        }
    }

    private static String next(HttpHeaders headers) {
        Matcher link = NEXT.matcher(headers.firstValue("Link").orElse(""));
        return link.find() ? link.group(1) : null;
    }

    private URI address(String path) {
        try {
            URI address = URI.create(base + path);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw badAddress(notAnAddress);
        }
        throw badAddress(null);
    }

    private CliException badAddress(Exception cause) {
        return new CliException(
                "not an address of a monitor: " + base + ": give one like http://127.0.0.1:8080", cause);
    }
}
