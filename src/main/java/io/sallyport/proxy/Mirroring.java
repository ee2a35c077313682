package io.sallyport.proxy;

import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.Mirror;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.telemetry.MirrorResult;
import io.sallyport.upstream.Target;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A copy of one request that goes to another backend, whose answer nobody reads. The exchange never waits for it and
 * never fails by it: a copy that cannot keep up gives itself up.
 */
final class Mirroring {

    private static final Logger LOG = Logger.getLogger(Mirroring.class);
    private static final long CANCEL = 8;
    /** What is kept of a body until its backend takes it. */
    private static final int MOST_WAITING = 256 * 1024;
    /** Where the rule sets no limit for an attempt. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Exchange exchange;
    private final Mirror mirror;
    private final Timers.Timer limit;
    private final Queue<Buffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean bodyEnded;
    private boolean sent;
    private boolean ended;
    private int use;
    private @Nullable HttpClientRequest upstream;

    private Mirroring(Exchange exchange, Mirror mirror) {
        this.exchange = exchange;
        this.mirror = mirror;
        this.limit = exchange.lane().timers().timer(() -> finish(MirrorResult.DROPPED));
        this.bodyEnded = !exchange.expectsBody();
    }

    /** Starts those of the destination's mirrors whose share this request is in. */
    static void begin(Exchange exchange, RulePlan rule, Destination destination, HeaderRules headers) {
        if (destination.mirrors().isEmpty()) {
            return;
        }
        List<Mirroring> begun = new ArrayList<>(destination.mirrors().size());
        for (Mirror mirror : destination.mirrors()) {
            if (mirror.takes(exchange.lane().random())) {
                Mirroring copy = new Mirroring(exchange, mirror);
                copy.start(rule.timeouts().backendRequest(), destination, headers);
                begun.add(copy);
            }
        }
        exchange.copied(new Copies(begun));
    }

    private void start(long nanos, Destination as, HeaderRules headers) {
        Target target = mirror.backend().pick(exchange.lane().index(), null);
        if (target == null || !target.permitted() || !exchange.lane().mirrorBegins()) {
            ended = true;
            exchange.way().meters().mirrored(mirror.backend().name(), MirrorResult.DROPPED);
            return;
        }
        exchange.usage().begin();
        limit.at(exchange.lane().timers().now() + (nanos == 0 ? LONGEST_NANOS : nanos));
        guarded(() -> target.connect(exchange.lane().index())
                .onComplete(result -> guarded(() -> connected(result, as, headers))));
    }

    /** What goes wrong here is nothing to the exchange, which may call. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.errorf("a mirrored request failed within the gateway: %s", Faults.withoutMessage(e));
            finish(MirrorResult.FAILED);
        }
    }

    private void connected(AsyncResult<HttpClientRequest> result, Destination as, HeaderRules headers) {
        if (result.failed()) {
            finish(MirrorResult.FAILED);
            return;
        }
        HttpClientRequest request = result.result();
        use = Target.use(request);
        request.exceptionHandler(failure -> finish(MirrorResult.FAILED));
        if (ended) {
            request.reset(CANCEL);
            return;
        }
        upstream = request;
        request.response().onComplete(this::answered);
        request.setMethod(exchange.request().method());
        request.setURI(exchange.head().target(as.rewrite().path()));
        headers.toUpstream(exchange, as, request);
        request.headers().remove(HttpHeaders.EXPECT);
        if (exchange.expectsBody()) {
            request.setChunked(!request.headers().contains(HttpHeaders.CONTENT_LENGTH));
        }
        request.drainHandler(v -> guarded(this::flush));
        flush();
    }

    private void answered(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            finish(MirrorResult.FAILED);
            return;
        }
        HttpClientResponse response = result.result();
        response.exceptionHandler(failure -> finish(MirrorResult.FAILED));
        response.handler(chunk -> {});
        response.endHandler(v -> finish(MirrorResult.ANSWERED));
    }

    /** A part of the exchange's body came. */
    void chunk(Buffer chunk) {
        if (ended) {
            return;
        }
        waitingBytes += chunk.length();
        waiting.add(chunk);
        if (waitingBytes > MOST_WAITING) {
            finish(MirrorResult.DROPPED);
        } else {
            guarded(this::flush);
        }
    }

    /** The exchange's body is whole. */
    void bodyEnded() {
        bodyEnded = true;
        guarded(this::flush);
    }

    /** The exchange ended: without the rest of its body this copy would be another request. */
    void exchangeEnded() {
        if (!bodyEnded) {
            finish(MirrorResult.DROPPED);
        }
    }

    /** Sends what the backend takes without delay. */
    private void flush() {
        HttpClientRequest request = upstream;
        if (request == null || ended || sent) {
            return;
        }
        while (!waiting.isEmpty() && !request.writeQueueFull()) {
            Buffer chunk = waiting.remove();
            waitingBytes -= chunk.length();
            request.write(chunk);
        }
        if (bodyEnded && waiting.isEmpty()) {
            sent = true;
            request.end();
        }
    }

    /** The end, once: what was held is given back. */
    private void finish(MirrorResult result) {
        if (ended) {
            return;
        }
        ended = true;
        limit.disarm();
        waiting.clear();
        exchange.lane().mirrorEnds();
        exchange.usage().end();
        exchange.way().meters().mirrored(mirror.backend().name(), result);
        boolean whole = sent && result == MirrorResult.ANSWERED;
        if (upstream != null && !whole && Target.uses(upstream, use)) {
            upstream.reset(CANCEL);
        }
    }
}
