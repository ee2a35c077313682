package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request on the connection to a backend that carries it, until its answer has ended. Its head goes out with the first
 * bytes of its body, or with its end. Used on its event loop only.
 */
public abstract class UpstreamRequest {

    /** Unchecked: a client's fields are held against the grammar as they come, a document's as it is read. */
    private final HeadersMultiMap headers = HeadersMultiMap.headers();

    private final int use;
    private String authority;
    private HttpMethod method = HttpMethod.GET;
    private String target = "/";
    private boolean bodyFollows;
    private @Nullable AnswerHandler answers;
    private @Nullable Runnable onDrain;

    UpstreamRequest(String authority, int use) {
        this.authority = authority;
        this.use = use;
    }

    /** Whether it goes over HTTP/2, else over HTTP/1.1. */
    public abstract boolean http2();

    /** Its number on its connection, from 1. */
    public int use() {
        return use;
    }

    /** The fields of its head, to be written before that. */
    public HeadersMultiMap headers() {
        return headers;
    }

    /** Sets the host and port that are asked for; without it those of the endpoint are. */
    public void authority(String asked) {
        authority = asked;
    }

    String authority() {
        return authority;
    }

    /** @param uri in origin form (RFC 9112, 3.2.1) */
    public void line(HttpMethod asked, String uri) {
        method = asked;
        target = uri;
    }

    HttpMethod method() {
        return method;
    }

    String target() {
        return target;
    }

    /** A body comes behind the head; where its fields tell no length it goes in chunks (RFC 9112, 6). */
    public void bodyFollows() {
        bodyFollows = true;
    }

    boolean hasBody() {
        return bodyFollows;
    }

    /** Sets who is told of the answer; before anything is sent. */
    public void answerTo(AnswerHandler handler) {
        answers = handler;
    }

    AnswerHandler answers() {
        return Objects.requireNonNull(answers, "somebody is to be told of the answer");
    }

    /** Sends the head before there is anything of the body. */
    public abstract void sendHead();

    /** Sends a part of the body. */
    public abstract void write(Buffer chunk);

    /** The request is whole. */
    public abstract void end();

    /** Whether the backend takes no more for now. */
    public abstract boolean writeQueueFull();

    /** Sets what runs when it takes more again. */
    public void onDrain(Runnable task) {
        onDrain = task;
    }

    void drained() {
        if (onDrain != null) {
            onDrain.run();
        }
    }

    /** Runs the task after what came of the answer at once has been told; of several that are set meanwhile the last. */
    public abstract void afterRead(Runnable task);

    /** Nothing more of the answer is read for now; what has been read already still comes. */
    public abstract void pause();

    public abstract void resume();

    /**
     * Gives the request up, and nobody is told of it any more: resets its stream of HTTP/2, or its connection of HTTP/1.1.
     * Without effect once the answer has ended: another request may be on the connection then.
     */
    public abstract void cancel();

    /** What is below its connection. */
    public abstract Channel channel();

    /** The number of its stream of HTTP/2 (RFC 9113, 5.1.1); 0: none yet, or HTTP/1.1. */
    public abstract int streamId();
}
