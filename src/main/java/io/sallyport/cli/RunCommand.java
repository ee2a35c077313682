package io.sallyport.cli;

import io.quarkus.runtime.Quarkus;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the gateway until it is told to end; the only command that boots Quarkus. */
@Command(name = "run", description = "Run the gateway (the default).")
final class RunCommand implements Runnable {
    private static final String SOURCE_FILE = "sallyport.source.file";
    private static final Set<String> OF_SALLYPORT_ITSELF = Set.of("-h", "--help", "-V", "--version");

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The document to run; short for the setting " + SOURCE_FILE + ".")
    private @Nullable Path file;

    /** Puts {@code run} before arguments that name no command, as in {@code sallyport --file F}. */
    static String[] unlessAnotherIsNamed(String... arguments) {
        boolean named =
                arguments.length > 0 && (!arguments[0].startsWith("-") || OF_SALLYPORT_ITSELF.contains(arguments[0]));
        return named
                ? arguments
                : Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new);
    }

    @Override
    public void run() {
        if (file != null) {
            System.setProperty(SOURCE_FILE, file.toString());
        }
        Quarkus.run(null, RunCommand::ended);
    }

    /** Called by Quarkus when it could not start, has stopped, or got a signal; it leaves ending the process to us. */
    static void ended(int exitCode, @Nullable Throwable failure) {
        int code = exitCode;
        if (failure != null) {
            StartFailure told = StartFailure.of(failure, RunCommand::management);
            System.err.println(told.message());
            code = told.exitCode();
        }
        System.exit(code);
    }

    private static String management() {
        Config config = ConfigProvider.getConfig();
        return config.getValue("quarkus.management.host", String.class) + ":"
                + config.getValue("quarkus.management.port", String.class);
    }
}
