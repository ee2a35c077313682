package io.sallyport.proxy;

import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.Mirror;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.telemetry.MirrorResult;
import io.sallyport.upstream.AnswerHandler;
import io.sallyport.upstream.Connected;
import io.sallyport.upstream.Target;
import io.sallyport.upstream.UpstreamRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
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
final class Mirroring implements AnswerHandler {

    private static final Logger LOG = Logger.getLogger(Mirroring.class);
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
    private @Nullable UpstreamRequest upstream;

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
        guarded(() -> target.connect(exchange.lane().index(), exchange.context(), waiter(as, headers)));
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

    private Connected waiter(Destination as, HeaderRules headers) {
        return new Connected() {
            @Override
            public boolean waits() {
                return !ended;
            }

            @Override
            public void connected(UpstreamRequest request) {
                guarded(() -> send(request, as, headers));
            }

            @Override
            public void notConnected(Throwable cause) {
                finish(MirrorResult.FAILED);
            }
        };
    }

    private void send(UpstreamRequest request, Destination as, HeaderRules headers) {
        if (ended) {
            request.cancel();
            return;
        }
        upstream = request;
        request.answerTo(this);
        request.line(
                exchange.request().method(), exchange.head().target(as.rewrite().path()));
        headers.toUpstream(exchange, as, request);
        request.headers().remove(HttpHeaders.EXPECT);
        if (exchange.expectsBody()) {
            request.bodyFollows();
        }
        request.onDrain(() -> guarded(this::flush));
        flush();
    }

    @Override
    public void end(MultiMap trailers) {
        finish(MirrorResult.ANSWERED);
    }

    @Override
    public void failed(Throwable cause) {
        finish(MirrorResult.FAILED);
    }

    /** A part of the exchange's body came. */
    void copy(Buffer chunk) {
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
        UpstreamRequest request = upstream;
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
        if (upstream != null && !whole) {
            upstream.cancel();
        }
    }
}
