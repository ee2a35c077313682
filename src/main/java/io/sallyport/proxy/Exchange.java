package io.sallyport.proxy;

import io.netty.handler.codec.http2.Http2Exception;
import io.sallyport.snapshot.Usage;
import io.sallyport.telemetry.Reason;
import io.sallyport.telemetry.RuleMeters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request from its head to the end of its answer. It ends exactly once. Used on its event loop only. */
final class Exchange {

    private final HttpServerRequest request;
    private final Lane lane;
    private final Downstream downstream;
    private final Usage usage;
    private final ProxyHandler handler;
    private final Way way;
    private final VertxHead head;
    private final RequestFields fields;
    private final long startedNanos;
    private final ContextInternal context;
    private final Timers.Timer timer;
    private final boolean expectsBody;
    private final boolean grpc;
    private final Tally tally = new Tally();
    private final Seats seats = new Seats();
    private final RequestBody body = new RequestBody(this);
    private String requestId = "";
    private @Nullable Attempt attempt;
    private @Nullable Runnable onLimit;
    private Copies copies = Copies.NONE;
    private boolean requestEnded;
    private boolean ended;
    private long endedNanos;

    Exchange(HttpServerRequest request, Lane lane, Downstream downstream, Origin origin) {
        this.request = request;
        this.lane = lane;
        this.downstream = downstream;
        this.usage = origin.usage();
        this.handler = origin.handler();
        this.way = new Way(origin.revision(), origin.meters());
        this.head = new VertxHead(request);
        this.fields = handler.headers().clean(request.headers(), downstream);
        this.startedNanos = lane.timers().now();
        this.context = ContextInternal.current();
        this.timer = lane.timers().timer(this::limitReached);
        this.expectsBody = downstream.expectsBody(request);
        this.requestEnded = !expectsBody;
        this.grpc = downstream.http2() && Grpc.isCall(request.headers());
        downstream.begin(this);
    }

    /** Where an exchange comes from, and who serves it. */
    record Origin(String revision, Usage usage, RuleMeters meters, ProxyHandler handler) {}

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return request.response();
    }

    Lane lane() {
        return lane;
    }

    Downstream downstream() {
        return downstream;
    }

    VertxHead head() {
        return head;
    }

    /** What was found in its fields when they came. */
    RequestFields fields() {
        return fields;
    }

    String requestId() {
        return requestId;
    }

    void requestId(String id) {
        requestId = id;
    }

    /** Where it goes, as far as that is settled. */
    Way way() {
        return way;
    }

    /** One more attempt begins. */
    void attempting(Attempt next, String address) {
        attempt = next;
        tally.attempted(address);
    }

    /** When its head had come; reckoned back, for few ask. */
    Instant time() {
        return Instant.now().minusNanos(nanos());
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Once it has ended. */
    long endedNanos() {
        return endedNanos;
    }

    long nanos() {
        return lane.timers().now() - startedNanos;
    }

    Tally tally() {
        return tally;
    }

    /** Where it counts as under way. */
    Seats seats() {
        return seats;
    }

    boolean expectsBody() {
        return expectsBody;
    }

    /** The request's body; empty if none follows the head. */
    RequestBody body() {
        return body;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /** A part of the body came. */
    void received(Buffer chunk) {
        tally.received(chunk.length());
        copies.chunk(chunk);
    }

    void requestHasEnded() {
        requestEnded = true;
        copies.bodyEnded();
    }

    /** Copies of it are under way. */
    void copied(Copies underWay) {
        copies = underWay;
    }

    /** What it uses; whatever goes on after its end holds that for itself. */
    Usage usage() {
        return usage;
    }

    /** Whether it is a gRPC call, whose client looks for the status in trailers. */
    boolean grpc() {
        return grpc;
    }

    boolean http10() {
        return request.version() == HttpVersion.HTTP_1_0;
    }

    /** The protocols that the client would change to (RFC 9110, 7.8: with HTTP/1.1 only); empty: none. */
    List<String> upgradeOffered() {
        return request.version() == HttpVersion.HTTP_1_1 ? Upgrade.offered(request.headers()) : List.of();
    }

    /** Sets the one time limit that is running; the action is what happens when it is reached. */
    void limit(long atNanos, Runnable action) {
        onLimit = action;
        timer.at(atNanos);
    }

    void noLimit() {
        onLimit = null;
        timer.disarm();
    }

    private void limitReached() {
        Runnable action = onLimit;
        if (!ended && action != null) {
            onLimit = null;
            context.dispatch(v -> action.run());
        }
    }

    /** A limit beside {@link #limit}, not armed yet; it ends with the exchange. */
    Timers.Timer timer(Runnable action) {
        return lane.timers().timer(() -> {
            if (!ended) {
                context.dispatch(v -> action.run());
            }
        });
    }

    /** What Vert.x runs its callbacks on. */
    ContextInternal context() {
        return context;
    }

    /** Runs the task soon, after what the event loop is at. */
    void defer(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    boolean ended() {
        return ended;
    }

    /**
     * The client's side is gone: whatever is under way is given up. In HTTP/2 each stream is closed so, also with the last
     * byte of its answer: that is no leaving. Ended before the attempt is given up, for that looks like a failure of it.
     */
    void clientGone() {
        if (!ended && !response().ended()) {
            end(LocalReply.CLIENT_CLOSED_REQUEST, Reason.CLIENT_CLOSED);
            abandon();
        }
    }

    /** Lets go of what is under way to a backend. */
    void abandon() {
        if (attempt != null) {
            attempt.abandon();
        }
    }

    /** The client's side failed: it is gone, unless what it sent broke the rules of HTTP/2 on this stream. */
    void clientFailed(Throwable failure) {
        if (failure instanceof Http2Exception broken && Http2Exception.isStreamError(broken)) {
            malformed();
        } else {
            clientGone();
        }
    }

    /** The stack resets the stream by itself (RFC 9113, 8.1.1); nobody is answered. */
    private void malformed() {
        if (!ended) {
            HttpServerResponse response = response();
            boolean begun = response.headWritten();
            end(begun ? response.getStatusCode() : LocalReply.status(Reason.BAD_REQUEST), Reason.BAD_REQUEST);
            abandon();
        }
    }

    /**
     * The rest of its body cannot be read: what the backend got of it must not look whole, nor may an answer that has
     * begun.
     */
    void unreadable() {
        context.dispatch(v -> handler.giveUp(this, Reason.BAD_REQUEST));
    }

    /** The end, once: told to telemetry, and what the exchange held is given back. */
    void end(int code, Reason reason) {
        if (settle(code, reason)) {
            downstream.end(this);
        }
    }

    /** The end of an answer that has begun and cannot be completed: the client must not take it for a whole one. */
    void cut(int code, Reason reason) {
        if (settle(code, reason)) {
            downstream.cut(response());
            downstream.end(this);
        }
    }

    private boolean settle(int code, Reason reason) {
        if (ended) {
            return false;
        }
        ended = true;
        endedNanos = lane.timers().now();
        noLimit();
        body.noWait();
        seats.leave();
        way.countInFlight();
        handler.recorder().record(this, code, reason);
        copies.exchangeEnded();
        usage.end();
        return true;
    }
}
