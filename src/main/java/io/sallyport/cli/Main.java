package io.sallyport.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * The entry of every way to start Sallyport: the launcher script, {@code java -jar} and the native executable.
 *
 * <p>It is a plain {@code main}, and not a Quarkus application, because only {@code run} may boot Quarkus: a command
 * that did would bind the management port, and so could not work beside a running gateway.
 */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Exits with 0 on success, 1 if the work found a fault, 2 if the command line or a named file is at fault. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(RunCommand.unlessAnotherIsNamed(arguments)));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SallyportCommand()).setParameterExceptionHandler(Main::explain);
    }

    /** Two lines instead of the whole usage: what is wrong, and where help is. */
    private static int explain(CommandLine.ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        // What was typed stands in it, line breaks too.
        err.println(String.valueOf(fault.getMessage()).replaceAll("\\p{Cntrl}", "?"));
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }
}
