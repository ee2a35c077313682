package io.sallyport.cli;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.config.Violation;
import io.sallyport.snapshot.FileCheck;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.SecretFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "1:a document would be refused",
            "2:a file cannot be read, or a wrong command line"
        })
final class CheckCommand implements Callable<Integer> {
    private static final int VALID = 0;
    private static final int REFUSED = 1;
    private static final int UNREADABLE = 2;
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Documents to check.")
    private List<Path> files = List.of();

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Also check the certificate and key files that the documents name, below this directory.")
    private @Nullable Path secrets;

    @Override
    public Integer call() {
        if (secrets != null && !Files.isDirectory(secrets)) {
            return unreadable(secrets, "is not a directory");
        }
        return files.stream().mapToInt(this::check).max().orElse(VALID);
    }

    private int check(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            // One byte above the bound is enough for the parser to refuse it.
            return report(file, new SpecParser().parse(in.readNBytes(MAX_BYTES + 1), MAX_BYTES));
        } catch (NoSuchFileException e) {
            return unreadable(file, "does not exist");
        } catch (IOException e) {
            return unreadable(file, "cannot be read");
        }
    }

    private int report(Path file, ParseResult result) {
        if (result instanceof ParseResult.Parsed parsed) {
            return report(file, parsed.document());
        }
        return refused(file, ((ParseResult.Refused) result).violations());
    }

    private int report(Path file, GatewayDocument document) {
        print(file, "warning: ", document.warnings());
        if (secrets != null) {
            KeyMaterialStore store = new KeyMaterialStore(new SecretFiles(secrets), Clock.systemUTC());
            FileCheck files = FileCheck.of(document, store);
            print(file, "warning: ", files.warnings());
            if (!files.violations().isEmpty()) {
                return refused(file, files.violations());
            }
        }
        out().println(file + ": valid, revision " + document.revision());
        return VALID;
    }

    private int refused(Path file, List<Violation> violations) {
        print(file, "", violations);
        return REFUSED;
    }

    private int unreadable(Path file, String why) {
        spec.commandLine().getErr().println(file + ": " + why);
        return UNREADABLE;
    }

    private void print(Path file, String kind, List<Violation> violations) {
        violations.forEach(v -> out().println(file + ":" + v.line() + ":" + v.column() + ": " + kind + v.message()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
