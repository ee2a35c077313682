package io.sallyport.e2e;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend's handler that answers at once, but {@code /hold} only when it is told to. */
final class HeldAnswers implements Handler<HttpServerRequest> {

    private final List<HttpServerResponse> held = new CopyOnWriteArrayList<>();

    @Override
    public void handle(HttpServerRequest request) {
        if ("/hold".equals(request.path())) {
            held.add(request.response());
        } else {
            TestBackend.answer(request, "ok");
        }
    }

    /** Waits until so many are held. */
    void await(int count) {
        Await.until(count + " held requests", () -> held.size() == count);
    }

    void release() {
        held.forEach(response -> response.end("held"));
        held.clear();
    }
}
