package io.sallyport.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sallyport.resilience.Failure;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells from an exception of the client what happened to an attempt. */
public final class Failures {

    private static final long REFUSED_STREAM = 7;

    private Failures() {}

    /** Why no connection could be had; nothing was sent. */
    public static Failure connecting(Throwable cause) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            return Failure.OVERLOADED;
        }
        if (cause instanceof HttpClosedException) {
            return Failure.CLOSED_IDLE;
        }
        return isTls(cause) ? Failure.TLS_FAILED : Failure.CONNECT_FAILED;
    }

    /**
     * Why an attempt failed before the answer's head.
     *
     * @param reused whether the connection had carried a request before
     * @param request what was sent; null if it was not got so far
     */
    public static Failure beforeHead(Throwable cause, boolean reused, @Nullable UpstreamRequest request) {
        if (cause instanceof StreamResetException reset) {
            return reset.getCode() == REFUSED_STREAM ? Failure.REFUSED_STREAM : Failure.RESET;
        }
        if (cause instanceof HttpClosedException closed) {
            GoAway goAway = closed.goAway();
            if (goAway != null && request != null && request.streamId() > goAway.getLastStreamId()) {
                return Failure.REFUSED_STREAM;
            }
            return reused ? Failure.CLOSED_IDLE : Failure.RESET;
        }
        if (cause instanceof Http2Exception refused && refused.error() == Http2Error.REFUSED_STREAM) {
            return Failure.REFUSED_STREAM;
        }
        if (isTls(cause)) {
            return Failure.TLS_FAILED;
        }
        if (cause instanceof IOException) {
            return reused ? Failure.CLOSED_IDLE : Failure.RESET;
        }
        return Failure.PROTOCOL_ERROR;
    }

    private static boolean isTls(Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof ConnectTimeoutException) {
            return false;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SslHandshakeTimeoutException) {
                return false;
            }
            if (at instanceof SSLException || at instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
