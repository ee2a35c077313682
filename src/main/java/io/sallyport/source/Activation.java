package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import java.util.concurrent.CompletionStage;

/**
 * Compiles a document, opens what is new and swaps it in. A document with violations leaves everything as it was. The
 * document that is in force may be given again: then its files are read anew.
 */
@FunctionalInterface
public interface Activation {

    /** Called by one thread, never again before the stage is complete. A failed stage counts as a refusal. */
    CompletionStage<Activated> activate(GatewayDocument document);
}
