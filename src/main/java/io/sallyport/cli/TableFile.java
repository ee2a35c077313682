package io.sallyport.cli;

import io.sallyport.config.RequestRow;
import io.sallyport.config.RequestTable;
import io.sallyport.config.Violation;
import io.sallyport.explain.ExplanationText;
import io.sallyport.explain.RequestCheck;
import io.sallyport.snapshot.Snapshot;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A request table that a command is given. */
record TableFile(Path path, List<RequestRow> rows) {

    /** Reads it; what is wrong with it is printed. */
    static TableFile read(Path path, PrintWriter out) throws DocumentFile.Unusable {
        RequestTable table = RequestTable.parse(DocumentFile.bytes(path), DocumentFile.MAX_BYTES);
        if (!table.violations().isEmpty()) {
            new DocumentFile(path).print(out, "", table.violations());
            throw unusable(path);
        }
        return new TableFile(path, table.rows());
    }

    private static DocumentFile.Unusable unusable(Path path) {
        return new DocumentFile.Unusable(path + ": is not a request table", ExitCodes.UNREADABLE);
    }

    /** What becomes of every row by a document. */
    List<RequestCheck> checks(Snapshot snapshot, PrintWriter out) throws DocumentFile.Unusable {
        List<RequestCheck> checks = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (RequestRow row : rows) {
            try {
                checks.add(RequestCheck.of(row, snapshot));
            } catch (IllegalArgumentException e) {
                violations.add(row.at()
                        .field("request")
                        .violation("a request that cannot be read", String.valueOf(e.getMessage())));
            }
        }
        if (!violations.isEmpty()) {
            new DocumentFile(path).print(out, "", violations);
            throw unusable(path);
        }
        return checks;
    }

    /** Prints the rows that are not as expected, explained; returns how many are. */
    long report(List<RequestCheck> checks, PrintWriter out) {
        for (RequestCheck check : checks) {
            if (!check.differences().isEmpty()) {
                out.println(place(check) + String.join("; ", check.differences()));
                out.print(ExplanationText.of(check.explanation()).indent(4));
            }
        }
        return checks.stream().filter(check -> check.differences().isEmpty()).count();
    }

    /** {@code table.yaml:3: }. */
    String place(RequestCheck check) {
        return path + ":" + check.row().at().line() + ": ";
    }
}
