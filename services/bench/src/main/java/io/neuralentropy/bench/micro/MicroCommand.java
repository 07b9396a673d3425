package io.neuralentropy.bench.micro;

import io.neuralentropy.bench.Document;
import io.neuralentropy.bench.Page;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures single parts with JMH and prints one table and the ratios within it. */
@Command(
        name = "micro",
        description = "Measures single parts: time, allocation and bytes per operation.",
        mixinStandardHelpOptions = true)
public final class MicroCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Which benchmarks, as Class.method (default: all).")
    private String which;

    @Option(names = "--forks", defaultValue = "1", description = "JVMs per benchmark (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Option(
            names = "--warm-ups",
            defaultValue = "6",
            description = "Iterations not counted (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Option(names = "--iterations", defaultValue = "4", description = "Iterations counted (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--millis",
            defaultValue = "200",
            description = "Length of an iteration (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Mixin
    private Document document;

    @Override
    public Integer call() throws RunnerException {
        Collection<RunResult> results =
                run(which, forks, warmUps, iterations, TimeValue.milliseconds(millis), VerboseMode.NORMAL);
        document.publish(Page.machine() + "\n\n" + MicroTable.of(results) + "\n" + Ratios.of(results), "micro");
        return 0;
    }

    static Collection<RunResult> run(
            String which, int forks, int warmUps, int iterations, TimeValue length, VerboseMode verbose)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(MicroCommand.class.getPackageName() + "\\..*(" + which + ")")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(forks)
                .warmupIterations(warmUps)
                .warmupTime(length)
                .measurementIterations(iterations)
                .measurementTime(length)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        return new Runner(options.build(), OutputFormatFactory.createFormatInstance(System.err, verbose)).run();
    }
}
