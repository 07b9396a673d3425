package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real program in a process of its own, as the launcher starts it. Every wait is bounded. */
public final class Program implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 240;

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Object lines = new Object();
    private final List<Thread> readers = new ArrayList<>();

    private Program(Process process) {
        this.process = process;
        read(process.getInputStream(), out);
        read(process.getErrorStream(), err);
    }

    /**
     * @param temporary the process's directory for temporary files
     * @param arguments of {@code neural-entropy}
     */
    public static Program start(Path temporary, String... arguments) {
        // a build in the background, or under nohup, hands down that INT or HUP is ignored
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,TERM,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                Path.of(System.getProperty("neuralentropy.app")) + "/*",
                "io.neuralentropy.standalone.Main"));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    /** Any other program. */
    public static Program run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("NEURAL_ENTROPY_"));
            return new Program(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read(InputStream stream, List<String> kept) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    synchronized (lines) {
                        kept.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException closed) {
                // the process has ended
            }
        });
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    /** Waits for a line of standard output that matches as a whole; its first group. */
    public String await(String regex) {
        return await(regex, out);
    }

    /** The same of standard error, where other programs write their log. */
    public String awaitError(String regex) {
        return await(regex, err);
    }

    private String await(String regex, List<String> stream) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            while (true) {
                Optional<Matcher> found = stream.stream()
                        .map(pattern::matcher)
                        .filter(Matcher::matches)
                        .findFirst();
                if (found.isPresent()) {
                    return found.get().groupCount() == 0
                            ? found.get().group()
                            : found.get().group(1);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !process.isAlive() && ended()) {
                    return fail("no line matches " + regex + " in " + out + "; standard error: " + err);
                }
                pause(Math.min(left, 100));
            }
        }
    }

    private boolean ended() {
        return readers.stream().noneMatch(Thread::isAlive);
    }

    private void pause(long millis) {
        try {
            lines.wait(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Sends {@code INT}, {@code TERM}, … as a terminal or a supervisor does. */
    public Program signal(String name) {
        Program kill = run(List.of("kill", "-" + name, Long.toString(process.pid())));
        if (kill.exitCode() != 0) {
            fail("cannot signal the process: " + kill.err());
        }
        return this;
    }

    /** Waits for the end. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail("did not end; standard output: " + out() + "; standard error: " + err());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public List<String> out() {
        synchronized (lines) {
            return List.copyOf(out);
        }
    }

    public List<String> err() {
        synchronized (lines) {
            return List.copyOf(err);
        }
    }

    /** What the program left in its directory for temporary files; JNA keeps its library there for the next start. */
    public static List<Path> leftIn(Path temporary) {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("jna-"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
