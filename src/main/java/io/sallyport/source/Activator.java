package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** Parses and activates, and turns whatever goes wrong into violations. Blocks until the activation is done. */
final class Activator {

    private static final Logger LOG = Logger.getLogger(Activator.class);

    private final SpecParser parser = new SpecParser();
    private final Activation activation;

    Activator(Activation activation) {
        this.activation = activation;
    }

    /** Tries a document for the first time. */
    Attempt first(Content content) {
        ParseResult result = parser.parse(content.bytes(), Content.MAX_BYTES);
        if (result instanceof ParseResult.Parsed parsed) {
            return again(content, parsed.document());
        }
        List<Violation> violations = ((ParseResult.Refused) result).violations();
        return new Attempt(content, null, violations, List.of(), false);
    }

    /** Tries a document that parses once more, because its files may have changed. */
    Attempt again(Content content, GatewayDocument document) {
        Activated activated = activate(document);
        List<Violation> warnings = new ArrayList<>(document.warnings());
        warnings.addAll(activated.warnings());
        return new Attempt(content, document, activated.violations(), warnings, activated.recheck());
    }

    private Activated activate(GatewayDocument document) {
        try {
            return activation.activate(document).toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("closed");
        } catch (ExecutionException e) {
            return failed(document, e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            return failed(document, e);
        }
    }

    /** The exception's own text stays in the log: nobody has checked what it quotes. */
    private static Activated failed(GatewayDocument document, Throwable error) {
        LOG.errorf(error, "activating revision %s failed", document.revision());
        Violation violation = document.root()
                .violation(
                        "an internal error (" + error.getClass().getSimpleName() + ", see the log)",
                        "a document that can be activated");
        return new Activated(List.of(violation), List.of(), true);
    }
}
