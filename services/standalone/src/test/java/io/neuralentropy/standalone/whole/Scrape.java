package io.neuralentropy.standalone.whole;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer of {@code /metrics} in Prometheus' text format: series by name and labels as they are written. */
public final class Scrape {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String text;
    private final Map<String, Double> series = new HashMap<>();

    private Scrape(String text) {
        this.text = text;
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            series.put(line.substring(0, space), number(line.substring(space + 1)));
        });
    }

    private static double number(String written) {
        return Double.parseDouble(written.replace("Inf", "Infinity"));
    }

    public static Scrape of(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        try {
            return new Scrape(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new AssertionError("no answer from /metrics", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Scrapes until the answer is as wished. */
    public static Scrape await(int port, Predicate<Scrape> wish) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Scrape scrape = of(port);
            if (wish.test(scrape)) {
                return scrape;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not as wished within " + PATIENCE + ": " + scrape.text);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    public String text() {
        return text;
    }

    /** The value of a series of a run; empty where it is absent. */
    public OptionalDouble of(String metric, String group, String run) {
        return of(metric + "{group=\"" + group + "\",run=\"" + run + "\"}");
    }

    public OptionalDouble of(String name) {
        Double value = series.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The runs that are exported. */
    public Set<String> runs() {
        Set<String> runs = new TreeSet<>();
        Pattern label = Pattern.compile("neural_entropy_step\\{.*run=\"([^\"]*)\".*");
        for (String name : series.keySet()) {
            Matcher matcher = label.matcher(name);
            if (matcher.matches()) {
                runs.add(matcher.group(1));
            }
        }
        return runs;
    }

    /** All series of runs, without the monitor's own. */
    public Map<String, Double> ofRuns() {
        Map<String, Double> runs = new HashMap<>(series);
        runs.keySet().removeIf(name -> !name.contains("run=\""));
        return runs;
    }
}
