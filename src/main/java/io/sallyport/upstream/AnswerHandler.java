package io.sallyport.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * Is told of a backend's answer, in this order: interim answers, a head, chunks, the end. A failure may come at any time
 * before the end, and nothing comes after it.
 */
public interface AnswerHandler {

    /** A 100 (RFC 9110, 15.2.1). */
    default void continued() {}

    /** A 103 (RFC 8297). */
    default void earlyHints(MultiMap hints) {}

    default void head(AnswerHead head) {}

    /** A part of the body, which is the receiver's. */
    default void chunk(Buffer chunk) {}

    /** @param trailers empty: none */
    void end(MultiMap trailers);

    /** The answer will not become whole. */
    void failed(Throwable cause);
}
