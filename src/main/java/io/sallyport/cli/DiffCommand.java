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

    @Parameters(index = "0", paramLabel = "OLD", description = "The document before.")
    private @Nullable Path before;

    @Parameters(index = "1", paramLabel = "NEW", description = "The document after.")
    private @Nullable Path after;

    @Option(
            names = "--expect",
            paramLabel = "TABLE",
            description = "Also tell which requests of this table go elsewhere.")
    private @Nullable Path expect;

    @Override
    public Integer call() {
        try {
            GatewayDocument old = DocumentFile.demanded(before).parsed(out());
            GatewayDocument now = DocumentFile.demanded(after).parsed(out());
            List<String> changes = Changes.between(old.spec(), now.spec());
            changes.forEach(out()::println);
            if (changes.isEmpty()) {
                out().println("no change for traffic");
            }
            if (expect != null) {
                compare(TableFile.read(expect, out()), old, now);
            }
            return ExitCodes.DONE;
        } catch (DocumentFile.Unusable e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.exitCode();
        }
    }

    private void compare(TableFile table, GatewayDocument old, GatewayDocument now) throws DocumentFile.Unusable {
        List<RequestCheck> checksBefore = table.checks(DryRun.of(old, null), out());
        List<RequestCheck> checksAfter = table.checks(DryRun.of(now, null), out());
        int changed = 0;
        for (int i = 0; i < checksAfter.size(); i++) {
            RequestCheck check = checksAfter.get(i);
            String was = checksBefore.get(i).answer();
            if (!was.equals(check.answer())) {
                changed++;
                out().println(table.place(check) + check.row().request() + ": " + was + " -> " + check.answer());
            }
        }
        out().println(changed + " of " + checksAfter.size() + " requests go elsewhere");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
