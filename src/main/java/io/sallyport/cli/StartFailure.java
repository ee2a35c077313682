package io.sallyport.cli;

import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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
    private static final Pattern MARKS = Pattern.compile("(\\bjava\\.[\\w.]+: )?SRCFG\\d{5}: ");

    /** @param management where the management interface is to listen; asked only if it could not */
    static StartFailure of(Throwable failure, Supplier<String> management) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            StartFailure known = known(cause, management);
            if (known != null) {
                return known;
            }
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return new StartFailure(ExitCode.SOFTWARE, NAME + "cannot start: " + trace);
    }

    private static @Nullable StartFailure known(Throwable cause, Supplier<String> management) {
        if (isBind(cause)) {
            return new StartFailure(
                    ExitCode.SOFTWARE,
                    NAME + "the management interface cannot have " + management.get() + " (" + cause.getMessage()
                            + "); set quarkus.management.port to another port");
        }
        if (cause instanceof InvalidSettingsException) {
            return new StartFailure(ExitCode.USAGE, prefixed(String.valueOf(cause.getMessage())));
        }
        if (cause instanceof ConfigValidationException invalid) {
            return new StartFailure(ExitCode.USAGE, problems(invalid));
        }
        return null;
    }

    /**
     * Only the management interface is bound while Quarkus starts: a listener that cannot be bound is a violation. Epoll
     * says so by an exception of its own, which Quarkus does not take for one of its {@code QuarkusBindException}s.
     */
    private static boolean isBind(Throwable cause) {
        return cause instanceof BindException
                || (cause instanceof IOException
                        && String.valueOf(cause.getMessage()).startsWith("bind("));
    }

    private static String problems(ConfigValidationException invalid) {
        return prefixed(IntStream.range(0, invalid.getProblemCount())
                .mapToObj(i -> sentence(invalid.getProblem(i).getMessage()))
                .collect(Collectors.joining("\n")));
    }

    /** Without exception names and message codes. */
    private static String sentence(String problem) {
        return MARKS.matcher(problem)
                .replaceAll("")
                .replace("does not map to any root", "is no setting; docs/configuration.md has them all");
    }

    private static String prefixed(String lines) {
        return lines.lines().map(line -> NAME + line).collect(Collectors.joining("\n"));
    }
}
