package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.net.impl.VertxHandler;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/1.1 to a backend: one request at a time, then back to its pool. It stands behind the decoder, in
 * front of Vert.x, which made the connection and only learns of its end. Used on its event loop only.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter {

    static final HttpClosedException CLOSED = new HttpClosedException("Connection was closed");

    private static final Logger LOG = Logger.getLogger(Http1Connection.class);
    private static final MultiMap NO_TRAILERS = new HeadersAdaptor(EmptyHttpHeaders.INSTANCE);

    private final Channel channel;
    private final AddressPool pool;
    private final AnswerDecoder decoder;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Http1Request current;
    private @Nullable Runnable afterRead;
    private long keepAliveNanos;
    private long idleSince;
    private int requests;
    private boolean interim;
    private boolean answerEnded;
    private boolean retired;

    Http1Connection(Channel channel, AnswerDecoder decoder, AddressPool pool) {
        this.channel = channel;
        this.pool = pool;
        this.decoder = decoder;
        this.keepAliveNanos = pool.keepAliveNanos();
    }

    Channel channel() {
        return channel;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the connection is part of a pipeline");
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    Http1Request begin() {
        requests++;
        Http1Request request = new Http1Request(this, pool.address().authority(), requests);
        current = request;
        return request;
    }

    /** The request's head goes out. */
    void asks(HttpMethod method) {
        interim = false;
        answerEnded = false;
        decoder.expect(HttpMethod.HEAD.equals(method));
    }

    /** All of the request has been handed to the channel. */
    void requestEnded() {
        if (answerEnded) {
            settle();
        }
    }

    /** The request is given up before anything of it was sent. */
    void unused() {
        requests--;
        current = null;
        giveBack();
    }

    /** The request is given up: its answer can no more be told from the next one's. */
    void abort() {
        current = null;
        context().close();
    }

    void afterRead(Runnable task) {
        afterRead = task;
    }

    /** Takes no new request. */
    void retire() {
        retired = true;
        if (current == null) {
            close();
        }
    }

    void close() {
        channel.close();
    }

    boolean alive() {
        return channel.isActive() && !retired;
    }

    boolean expired(long now) {
        return now - idleSince > keepAliveNanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Http1Request request = current;
        if (request == null || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
            ctx.close();
        } else if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail(part.decoderResult().cause());
        } else {
            try {
                read(request, part);
            } catch (RuntimeException e) {
                LOG.errorf("an answer could not be passed on: %s", e.getClass().getName());
                fail(e);
            }
        }
    }

    private void read(Http1Request request, HttpObject part) {
        if (part instanceof HttpResponse answer) {
            head(request, answer);
        }
        if (part instanceof HttpContent content) {
            content(request, content);
        }
    }

    /** Of interim answers (RFC 9110, 15.2) 100 and 103 are told, 101 is a final one, and the others are swallowed. */
    private void head(Http1Request request, HttpResponse answer) {
        HttpResponseStatus status = answer.status();
        MultiMap headers = (MultiMap) answer.headers();
        interim = status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
        if (!interim) {
            retired |= !HttpUtil.isKeepAlive(answer);
            keepAlive(answer.headers());
            request.answers().head(new AnswerHead(status.code(), false, headers));
        } else if (status.code() == HttpResponseStatus.CONTINUE.code()) {
            request.answers().continued();
        } else if (status.code() == HttpResponseStatus.EARLY_HINTS.code()) {
            request.answers().earlyHints(headers);
        }
    }

    /** The backend may say for how long it keeps an idle connection: {@code Keep-Alive: timeout=5}. */
    private void keepAlive(HttpHeaders headers) {
        String value = headers.get(HttpHeaderNames.KEEP_ALIVE);
        if (value != null) {
            int seconds = HttpUtils.parseKeepAliveHeaderTimeout(value);
            long told = seconds < 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(seconds);
            keepAliveNanos = Math.min(told, pool.keepAliveNanos());
        }
    }

    private void content(Http1Request request, HttpContent content) {
        if (interim || current != request) {
            content.release();
            interim &= !(content instanceof LastHttpContent);
            return;
        }
        if (content.content().isReadable()) {
            request.answers().chunk(Buffer.buffer(VertxHandler.safeBuffer(content.content())));
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last && current == request) {
            answered(request, last.trailingHeaders());
        }
    }

    /** The connection is back in the pool before anybody is told: who sends the next request finds it there. */
    private void answered(Http1Request request, HttpHeaders trailers) {
        answerEnded = true;
        if (request.ended()) {
            settle();
        }
        request.answers().end(trailers.isEmpty() ? NO_TRAILERS : new HeadersAdaptor(trailers));
    }

    private void settle() {
        Http1Request done = current;
        current = null;
        if (done != null) {
            done.settled();
        }
        channel.config().setAutoRead(true);
        retired |= decoder.surplus();
        giveBack();
    }

    private void giveBack() {
        idleSince = pool.now();
        if (alive()) {
            pool.idle(this);
        } else {
            close();
        }
    }

    private void fail(Throwable cause) {
        Http1Request request = current;
        current = null;
        context().close();
        if (request != null) {
            request.settled();
            request.answers().failed(cause);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Runnable task = afterRead;
        if (task != null) {
            afterRead = null;
            task.run();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.closed(this);
        fail(CLOSED);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Http1Request request = current;
        if (request != null && channel.isWritable()) {
            request.drained();
        }
        ctx.fireChannelWritabilityChanged();
    }
}
