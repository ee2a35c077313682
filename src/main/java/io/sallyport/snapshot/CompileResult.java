package io.sallyport.snapshot;

import io.sallyport.config.Violation;
import java.util.List;

/** What came of compiling a document. */
public sealed interface CompileResult {

    /**
     * The snapshot, not in force yet; whoever does not put it into force ends its {@link Snapshot#usage()}.
     *
     * @param recheck whether a file is held back or unfit, so that another look is worth it
     */
    record Compiled(Snapshot snapshot, List<Violation> warnings, boolean recheck) implements CompileResult {

        public Compiled {
            warnings = List.copyOf(warnings);
        }
    }

    /** The document cannot come into force with the files as they are; nothing is held. */
    record Refused(List<Violation> violations) implements CompileResult {

        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
