package io.sallyport.cli;

import io.sallyport.config.GatewayDocument;
import io.sallyport.explain.Changes;
import io.sallyport.explain.RequestCheck;
import io.sallyport.snapshot.DryRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a change of the document means for traffic. It opens no port and does not boot Quarkus. */
@Command(
        name = "diff",
        description = "Tell what a change of the document means for traffic.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the change is told, or there is none",
            "1:one of the documents would be refused",
            "2:a file cannot be read, or a wrong command line"
        })
final class DiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "2", paramLabel = "OLD NEW", description = "The document before, and after.")
    private List<Path> files = List.of();

    @Option(
            names = "--expect",
            paramLabel = "TABLE",
            description = "Also tell which requests of this table go elsewhere.")
    private @Nullable Path expect;

    @Override
    public Integer call() {
        try {
            GatewayDocument before = new DocumentFile(files.get(0)).parsed(out());
            GatewayDocument after = new DocumentFile(files.get(1)).parsed(out());
            List<String> changes = Changes.between(before.spec(), after.spec());
            changes.forEach(out()::println);
            if (changes.isEmpty()) {
                out().println("no change for traffic");
            }
            if (expect != null) {
                compare(TableFile.read(expect, out()), before, after);
            }
            return ExitCodes.DONE;
        } catch (DocumentFile.Unusable e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.exitCode();
        }
    }

    private void compare(TableFile table, GatewayDocument before, GatewayDocument after) throws DocumentFile.Unusable {
        List<RequestCheck> old = table.checks(DryRun.of(before, null), out());
        List<RequestCheck> now = table.checks(DryRun.of(after, null), out());
        int changed = 0;
        for (int i = 0; i < now.size(); i++) {
            String was = old.get(i).answer();
            String is = now.get(i).answer();
            if (!was.equals(is)) {
                changed++;
                out().println(table.place(now.get(i)) + now.get(i).row().request() + ": " + was + " -> " + is);
            }
        }
        out().println(changed + " of " + now.size() + " requests go elsewhere");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
