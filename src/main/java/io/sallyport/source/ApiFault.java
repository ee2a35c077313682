package io.sallyport.source;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/** Why the API server did not do what it was asked, in words for an operator. Quotes no answer's body. */
final class ApiFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;

    private final int code;

    private ApiFault(String message, int code, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static ApiFault of(Throwable error) {
        if (error instanceof ApiFault fault) {
            return fault;
        }
        int code = codeOf(error);
        return new ApiFault(sentence(error, code), code, error);
    }

    /** Whether trying again may help: no answer, or one that blames the server's own state. */
    static boolean mayPass(Throwable error) {
        int code = codeOf(error);
        return code == 0 || code >= HttpURLConnection.HTTP_INTERNAL_ERROR || code == TOO_MANY_REQUESTS;
    }

    /** For logs and the status. */
    String sentence() {
        return String.valueOf(getMessage());
    }

    /** 409: the object has changed since it was read, or is there already. */
    boolean conflict() {
        return code == HttpURLConnection.HTTP_CONFLICT;
    }

    private static int codeOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answered && answered.getCode() > 0) {
                return answered.getCode();
            }
        }
        return 0;
    }

    private static String sentence(Throwable error, int code) {
        return switch (code) {
            case 0 -> "the API server cannot be reached: " + cause(error);
            case HttpURLConnection.HTTP_UNAUTHORIZED -> "the API server does not accept the gateway's token (401)";
            case HttpURLConnection.HTTP_FORBIDDEN -> "the gateway's ServiceAccount may not do this (403)";
            default -> "the API server answered " + code;
        };
    }

    private static String cause(Throwable error) {
        Throwable innermost = error;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof TimeoutException
                || innermost instanceof org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException
                || innermost instanceof InterruptedException) {
            return "no answer in time";
        }
        if (innermost instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        if (innermost instanceof BulkheadException) {
            return "too many calls wait for it";
        }
        return innermost instanceof IOException ? String.valueOf(innermost.getMessage()) : innermost.toString();
    }
}
