package io.neuralentropy.standalone;

import io.neuralentropy.standalone.cli.Cli;
import io.neuralentropy.standalone.cli.Console;
import io.neuralentropy.standalone.cli.StopSignal;

/** The program {@code neural-entropy}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Cli cli = new Cli(System.getenv(), Console.system(), StopSignal.ofTheProcess());
        System.exit(cli.execute(arguments));
    }
}
