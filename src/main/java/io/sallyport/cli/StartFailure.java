package io.sallyport.cli;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Why the process could not start.
 *
 * @param exitCode 2 if a setting is at fault, else 1
 * @param message lines for the operator; a stack trace only where the cause is not known
 */
record StartFailure(int exitCode, String message) {

    private static final String NAME = "sallyport: ";

    static StartFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            StartFailure known = known(cause);
            if (known != null) {
                return known;
            }
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return new StartFailure(ExitCode.SOFTWARE, NAME + "cannot start: " + trace);
    }

    private static @Nullable StartFailure known(Throwable cause) {
        if (cause instanceof QuarkusBindException bind) {
            return new StartFailure(
                    ExitCode.SOFTWARE,
                    NAME
                            + "port %d of the management interface cannot be bound on %s; set quarkus.management.port"
                                    .formatted(bind.getPort(), bind.getHost()));
        }
        if (cause instanceof InvalidSettingsException) {
            return new StartFailure(ExitCode.USAGE, prefixed(String.valueOf(cause.getMessage())));
        }
        if (cause instanceof ConfigValidationException invalid) {
            return new StartFailure(ExitCode.USAGE, problems(invalid));
        }
        return null;
    }

    private static String problems(ConfigValidationException invalid) {
        return prefixed(IntStream.range(0, invalid.getProblemCount())
                .mapToObj(i -> invalid.getProblem(i).getMessage())
                .collect(Collectors.joining("\n")));
    }

    private static String prefixed(String lines) {
        return lines.lines().map(line -> NAME + line).collect(Collectors.joining("\n"));
    }
}
