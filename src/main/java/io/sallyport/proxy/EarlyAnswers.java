package io.sallyport.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.AccessLogEntry;
import io.sallyport.telemetry.Reason;
import io.sallyport.telemetry.RuleMeters;
import io.sallyport.upstream.AddressRanges;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers to heads that never became a request: there is no exchange, but they count and are logged as one. */
public final class EarlyAnswers {

    private static final String NONE = "none";

    private final RuleMeters nowhere;
    private final AddressRanges trustedClients;
    private final @Nullable AccessLog accessLog;

    /** Those of one process. */
    public EarlyAnswers(ProxyHandler.Shared shared) {
        this.nowhere = shared.nowhere();
        this.trustedClients = shared.settings().trustedClients();
        this.accessLog = shared.accessLog();
    }

    /**
     * Tells a client of HTTP/1.1 that its head did not come to its end in time (RFC 9110, 15.5.9), and closes.
     *
     * @param nanos since the head began
     */
    public void lateHead(Channel channel, long nanos) {
        Peer peer = Peer.of(channel);
        record(peer, Reason.REQUEST_TIMEOUT, nanos);
        ChannelHandlerContext decoder = channel.pipeline().context(HttpRequestDecoder.class);
        if (decoder == null) {
            channel.close();
            return;
        }
        // From here on the way out leads around the encoder, which has seen no request.
        ByteBuf bytes = ByteBufUtil.writeAscii(channel.alloc(), message(peer));
        decoder.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
    }

    private String message(Peer peer) {
        int status = LocalReply.status(Reason.REQUEST_TIMEOUT);
        String phrase = LocalReply.phrase(status);
        String reason = peer.trustedClient(trustedClients)
                ? "x-sallyport-reason: " + Reason.REQUEST_TIMEOUT.label() + "\r\n"
                : "";
        return "HTTP/1.1 " + status + ' ' + phrase + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
                + (phrase.length() + 1) + "\r\nconnection: close\r\ncache-control: no-store\r\n" + reason + "\r\n"
                + phrase + '\n';
    }

    /** Counts what Netty answers by itself on a connection of HTTP/2: 431 to a header list that is too large. */
    public void countThoseOf(Downstream downstream) {
        downstream.onStackAnswer(() -> record(downstream.peer(), Reason.HEADERS_TOO_LARGE, 0));
    }

    private void record(Peer peer, Reason reason, long nanos) {
        nowhere.begin();
        nowhere.end(NONE, NONE, LocalReply.status(reason), reason, nanos);
        if (accessLog != null) {
            accessLog.log(entry(peer.address(), reason, nanos));
        }
    }

    private static AccessLogEntry entry(String client, Reason reason, long nanos) {
        return new AccessLogEntry(
                Instant.now(),
                NONE,
                client,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                LocalReply.status(reason),
                reason,
                0,
                0,
                nanos,
                0,
                0,
                null);
    }
}
