package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.telemetry.Reason;
import io.sallyport.upstream.AnswerHead;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's and a backend's connection that carry another protocol than HTTP (RFC 9110, 7.8): bytes pass both ways, as
 * fast as the slower side reads them. When one side ends, what it had sent is still delivered, then both are closed. It
 * ends its exchange, once. Used on its event loop only.
 */
final class Tunnel {

    /** RFC 9110, 15.2.2. */
    static final int SWITCHING_PROTOCOLS = 101;

    /** Time for the closing handshake, and for a peer that reads slowly to take what is left. */
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A frame of a server: Close, two bytes, status 1001 Going Away (RFC 6455, 5.5.1 and 7.4.1). */
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    private final Exchange exchange;
    private final String protocol;
    private final long idleNanos;
    /** What the backend sends; null: it is no WebSocket. */
    private final @Nullable Frames frames;

    private final Timers.Timer closing;
    private final Runnable onIdle = this::idle;
    private @Nullable TunnelEnd client;
    private @Nullable TunnelEnd backend;
    private Reason reason = Reason.NONE;
    private boolean leaving;
    private boolean saidGoodbye;
    private boolean ended;

    /**
     * A tunnel that is still to be opened.
     *
     * @param protocol that the connections change to
     * @param idleNanos for how long no byte may move; 0: for ever
     */
    Tunnel(Exchange exchange, String protocol, long idleNanos) {
        this.exchange = exchange;
        this.protocol = protocol;
        this.idleNanos = idleNanos;
        this.frames = Upgrade.isWebSocket(protocol) ? new Frames() : null;
        this.closing = exchange.lane().timers().timer(this::drop);
    }

    /**
     * Hands the answer's head down and takes both connections over. To be called within the handler of the head, so that
     * nothing that follows it is read as HTTP.
     *
     * @param edits of the head
     * @param from the backend's connection
     * @return false, with no byte sent, if the client has sent on before it could know of the change: nobody can tell
     *     what it meant
     */
    boolean open(AnswerHead answer, List<HeaderEdit> edits, Channel from) {
        if (!exchange.downstream().stepAside()) {
            return false;
        }
        Channel to = exchange.downstream().channel();
        client = TunnelEnd.ofClient(to, this);
        exchange.downstream().tunnelled(this);
        exchange.tally().answeredAfter(exchange.nanos());
        to.write(head(answer, edits));
        backend = TunnelEnd.ofBackend(from, this);
        to.flush();
        armIdle();
        from.config().setAutoRead(to.isWritable());
        to.config().setAutoRead(from.isWritable());
        return true;
    }

    private HttpResponse head(AnswerHead answer, List<HeaderEdit> edits) {
        HeadersMultiMap headers = HeadersMultiMap.httpHeaders();
        AnswerFields.relayed(exchange, answer.headers(), edits, headers);
        Upgrade.write(protocol, headers);
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                Unpooled.EMPTY_BUFFER,
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    /** Bytes came; they belong to the tunnel from now on. */
    void read(TunnelEnd from, ByteBuf bytes) {
        TunnelEnd to = from == client ? backend : client;
        if (ended || to == null) {
            bytes.release();
            return;
        }
        armIdle();
        if (from == client) {
            exchange.tally().received(bytes.readableBytes());
            to.write(bytes);
        } else {
            down(bytes, to);
        }
        if (!to.channel().isWritable()) {
            from.channel().config().setAutoRead(false);
        }
    }

    private void down(ByteBuf bytes, TunnelEnd to) {
        if (saidGoodbye) {
            bytes.release();
            return;
        }
        if (frames != null && leaving) {
            int end = frames.next(bytes, bytes.readerIndex());
            bytes.writerIndex(end);
        } else if (frames != null) {
            frames.follow(bytes);
        }
        exchange.tally().sent(bytes.readableBytes());
        to.write(bytes);
        sayGoodbye(to);
    }

    /** All that could be read at once was read. */
    void readAll(TunnelEnd from) {
        TunnelEnd to = from == client ? backend : client;
        if (to != null && !ended) {
            to.flush();
        }
    }

    /** A side takes more, or no more for now. */
    void writable(TunnelEnd at) {
        TunnelEnd from = at == client ? backend : client;
        if (from != null && !ended) {
            from.channel().config().setAutoRead(at.channel().isWritable());
        }
    }

    /**
     * Is to end soon. A WebSocket's client is told at the next frame's beginning, and answers with a Close of its own,
     * which goes to the backend as everything does; so both take leave as the protocol has it.
     */
    void leave(Reason why) {
        if (ended || leaving) {
            return;
        }
        leaving = true;
        reason = why;
        exchange.limit(exchange.lane().timers().now() + CLOSING_NANOS, this::cut);
        if (client != null) {
            sayGoodbye(client);
            client.flush();
        }
    }

    private void sayGoodbye(TunnelEnd to) {
        if (leaving && !saidGoodbye && frames != null && frames.between() && !frames.closed()) {
            saidGoodbye = true;
            to.write(Unpooled.wrappedBuffer(GOING_AWAY));
        }
    }

    /** Bytes moved. */
    private void armIdle() {
        if (idleNanos > 0 && !leaving) {
            exchange.limit(exchange.lane().timers().now() + idleNanos, onIdle);
        }
    }

    /** Within a frame nothing can be said any more. */
    private void idle() {
        if (frames != null && frames.between()) {
            leave(Reason.UPSTREAM_TIMEOUT);
        } else {
            reason = Reason.UPSTREAM_TIMEOUT;
            cut();
        }
    }

    /** A side has ended: no more comes from it. */
    void closed() {
        if (ended) {
            return;
        }
        ended = true;
        exchange.end(SWITCHING_PROTOCOLS, reason);
        closing.at(exchange.lane().timers().now() + CLOSING_NANOS);
        if (client != null) {
            client.finish();
        }
        if (backend != null) {
            backend.finish();
        }
    }

    /** A side's connection broke. */
    void failed(TunnelEnd at) {
        if (reason == Reason.NONE) {
            reason = at == client ? Reason.CLIENT_CLOSED : Reason.UPSTREAM_RESET;
        }
        closed();
    }

    /** Its time is up. */
    void cut() {
        if (!ended) {
            ended = true;
            exchange.cut(SWITCHING_PROTOCOLS, reason);
            drop();
        }
    }

    private void drop() {
        if (client != null) {
            client.drop();
        }
        if (backend != null) {
            backend.drop();
        }
    }
}
