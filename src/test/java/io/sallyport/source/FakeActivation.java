package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Takes every document, unless told otherwise. */
final class FakeActivation implements Activation {

    static final Activated TAKEN = new Activated(List.of(), List.of(), false);
    static final Violation MISSING_FILE = new Violation(3, 5, "listeners[0].tls", "no file a.crt", "a file");
    static final Activated FILE_MISSING = new Activated(List.of(MISSING_FILE), List.of(), true);
    static final Violation TAKEN_PORT = new Violation(2, 9, "listeners[0].port", "8080, which is taken", "a free port");
    static final Activated PORT_TAKEN = new Activated(List.of(TAKEN_PORT), List.of(), false);

    private final BlockingQueue<String> activations = new LinkedBlockingQueue<>();
    private final Map<String, Supplier<CompletionStage<Activated>>> answers = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Activated> activate(GatewayDocument document) {
        Supplier<CompletionStage<Activated>> answer =
                answers.getOrDefault(document.revision(), () -> CompletableFuture.completedFuture(TAKEN));
        activations.add(document.revision());
        return answer.get();
    }

    void answer(byte[] document, Activated answer) {
        answer(document, () -> CompletableFuture.completedFuture(answer));
    }

    void answer(byte[] document, Supplier<CompletionStage<Activated>> answer) {
        answers.put(Documents.revision(document), answer);
    }

    /** The next revision that is activated; waits for it. */
    String next() throws InterruptedException {
        String revision = activations.poll(10, TimeUnit.SECONDS);
        return revision == null ? "nothing" : revision;
    }

    /** What was activated so far and not yet asked for. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        activations.drainTo(all);
        return all;
    }
}
