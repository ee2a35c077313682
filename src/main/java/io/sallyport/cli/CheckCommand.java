package io.sallyport.cli;

import io.sallyport.config.Durations;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.RouterTimeouts;
import io.sallyport.config.Violation;
import io.sallyport.explain.RequestCheck;
import io.sallyport.snapshot.DryRun;
import io.sallyport.snapshot.FileCheck;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.SecretFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Reads documents as the gateway would and tells what it would refuse, one line for each place. It opens no port and
 * does not boot Quarkus, so that it works beside a running gateway and in a pipeline.
 */
@Command(
        name = "check",
        description = "Check documents without running them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every document would be taken",
            "1:a document would be refused, or a request of the table does not go where it should",
            "2:a file cannot be read, or a wrong command line"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Documents to check.")
    private List<Path> files = List.of();

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Also check the certificate and key files that the documents name, below this directory.")
    private @Nullable Path secrets;

    @Option(
            names = "--expect",
            paramLabel = "TABLE",
            description = "Also check where the requests of this table go by each document.")
    private @Nullable Path expect;

    @Option(
            names = "--router-timeout",
            paramLabel = "DURATION",
            description = "Also warn of timeouts above that of the router before the gateway, like 30s.")
    private @Nullable String routerTimeout;

    private @Nullable TableFile table;

    @Override
    public Integer call() {
        if (routerTimeout != null && Durations.of(routerTimeout) == null) {
            throw new ParameterException(
                    spec.commandLine(), "--router-timeout is a duration like 30s, was '" + routerTimeout + "'");
        }
        if (secrets != null && !Files.isDirectory(secrets)) {
            spec.commandLine().getErr().println(secrets + ": is not a directory");
            return ExitCodes.UNREADABLE;
        }
        try {
            table = expect == null ? null : TableFile.read(expect, out());
        } catch (DocumentFile.Unusable e) {
            return unusable(e);
        }
        return files.stream().mapToInt(this::check).max().orElse(ExitCodes.DONE);
    }

    private int check(Path path) {
        DocumentFile file = new DocumentFile(path);
        try {
            return report(file, file.parse());
        } catch (DocumentFile.Unusable e) {
            return unusable(e);
        }
    }

    private int unusable(DocumentFile.Unusable why) {
        spec.commandLine().getErr().println(why.getMessage());
        return why.exitCode();
    }

    private int report(DocumentFile file, ParseResult result) throws DocumentFile.Unusable {
        if (result instanceof ParseResult.Parsed parsed) {
            return report(file, parsed.document());
        }
        return refused(file, ((ParseResult.Refused) result).violations());
    }

    private int report(DocumentFile file, GatewayDocument document) throws DocumentFile.Unusable {
        file.print(out(), "warning: ", document.warnings());
        Duration router = routerTimeout == null ? null : Durations.of(routerTimeout);
        if (router != null) {
            file.print(out(), "warning: ", RouterTimeouts.warnings(document, router));
        }
        if (secrets != null) {
            KeyMaterialStore store = new KeyMaterialStore(new SecretFiles(secrets), Clock.systemUTC());
            FileCheck files = FileCheck.of(document, store);
            file.print(out(), "warning: ", files.warnings());
            if (!files.violations().isEmpty()) {
                return refused(file, files.violations());
            }
        }
        out().println(file.path() + ": valid, revision " + document.revision());
        return table == null ? ExitCodes.DONE : report(file, document, table);
    }

    private int report(DocumentFile file, GatewayDocument document, TableFile expected) throws DocumentFile.Unusable {
        List<RequestCheck> checks = expected.checks(DryRun.of(document, null), out());
        long passed = expected.report(checks, out());
        out().println(file.path() + ": " + passed + " of " + checks.size() + " requests go where they should");
        return passed == checks.size() ? ExitCodes.DONE : ExitCodes.FAULT;
    }

    private int refused(DocumentFile file, List<Violation> violations) {
        file.print(out(), "", violations);
        return ExitCodes.FAULT;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
