package io.sallyport.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that reads its bytes by {@link StrictRequest} and keeps all that it was asked. */
final class StrictBackend implements AutoCloseable {

    private final RawBackend raw;
    private final List<StrictRequest> seen = new CopyOnWriteArrayList<>();
    private final List<String> malformed = new CopyOnWriteArrayList<>();

    StrictBackend() throws IOException {
        raw = new RawBackend((wire, number) -> serve(wire));
    }

    private void serve(Wire wire) throws IOException {
        StrictRequest.Bytes bytes = StrictRequest.of(wire);
        try {
            for (StrictRequest next = StrictRequest.next(bytes); next != null; next = StrictRequest.next(bytes)) {
                seen.add(next);
                String body = next.method().equals("HEAD") ? "" : "ok";
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n" + body);
            }
        } catch (StrictRequest.Malformed e) {
            malformed.add(e.getMessage());
        } catch (EOFException e) {
            // The gateway cut the connection within a request: it took it back.
            return;
        }
    }

    String url() {
        return raw.url();
    }

    /** The requests that were whole, in order. */
    List<StrictRequest> seen() {
        return seen;
    }

    /** What was no request. */
    List<String> malformed() {
        return malformed;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
