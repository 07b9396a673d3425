package io.neuralentropy.standalone.reproduce;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The results of an experiment in a directory: {@code RUN.json} of each run that has ended, {@code RUN.STEP.station} of what was told
 * on the way of one that has not. Files appear whole or not at all.
 */
public final class ResultStore {
    private static final String RESULT = ".json";
    private static final String STATION = ".station";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .build();

    private final Path directory;

    /** @throws ReproduceException when the directory cannot be made */
    public ResultStore(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException problem) {
            throw failed("cannot make", directory, problem);
        }
    }

    /**
     * The result of a planned run, where it has ended and is at least as long as planned.
     *
     * @throws ReproduceException when it was made with other settings, or cannot be read
     */
    public Optional<RunResult> ended(RunPlan plan) {
        Optional<RunResult> result = read(file(plan.run()), RunResult.class);
        result.ifPresent(found -> checkSame(plan, found));
        return result.filter(found -> !found.isCompleted() || found.steps() >= plan.steps());
    }

    private void checkSame(RunPlan plan, RunResult found) {
        Map<String, String> before = found.settings();
        Map<String, String> now = plan.settings();
        if (!before.equals(now)) {
            TreeMap<String, String> differences = new TreeMap<>(now);
            differences.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
            throw new ReproduceException("run " + plan.run() + " in " + directory
                    + " was made with other settings than " + differences + ": name another directory by --out");
        }
    }

    /** Keeps the result of a run that has ended; what was kept on its way goes. */
    public void save(RunResult result) {
        write(file(result.run()), result);
        stationFiles(result.run()).forEach(ResultStore::delete);
    }

    /** Keeps what was told on the way of a run. */
    public void save(String run, Station station) {
        write(directory.resolve(run + "." + station.step() + STATION), station);
    }

    /** What was told of a run so far, ascending by step; also on the way to a result that has ended. */
    public List<Station> stations(String run) {
        Map<Long, Station> stations = new TreeMap<>();
        read(file(run), RunResult.class)
                .ifPresent(result -> result.stations().forEach(station -> stations.put(station.step(), station)));
        for (Path file : stationFiles(run)) {
            read(file, Station.class).ifPresent(station -> stations.put(station.step(), station));
        }
        return new ArrayList<>(stations.values());
    }

    /** All runs that have ended, by id. */
    public List<RunResult> all() {
        return files(name -> name.endsWith(RESULT)).stream()
                .flatMap(file -> read(file, RunResult.class).stream())
                .toList();
    }

    private Path file(String run) {
        return directory.resolve(run + RESULT);
    }

    private List<Path> stationFiles(String run) {
        return files(name ->
                name.startsWith(run + ".") && name.substring(run.length()).matches("\\.\\d+\\" + STATION));
    }

    private List<Path> files(Predicate<String> names) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> names.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw failed("cannot read", directory, problem);
        }
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(MAPPER.readValue(Files.readString(file), type));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException problem) {
            throw failed("delete it to run it again, cannot read", file, problem);
        }
    }

    private void write(Path file, Object value) {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(aside, MAPPER.writeValueAsString(value) + "\n");
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException problem) {
            throw failed("cannot write", file, problem);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException problem) {
            throw failed("cannot delete", file, problem);
        }
    }

    private static ReproduceException failed(String what, Path file, IOException problem) {
        return new ReproduceException(what + " " + file + " (" + problem.getMessage() + ")", problem);
    }
}
