package io.sallyport.listener;

import io.netty.handler.ssl.SslContext;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * Which sessions of a port were agreed on under a trust that still holds. A handshake may end after its context was
 * swapped out: such a connection is unknown when the others are told to drain, and is found out here. Contexts are held
 * weakly, so that they leave with their last connection. For all threads.
 */
final class TrustedContexts {

    private final Set<SSLSessionContext> trusted =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile long tightenedAtMillis;

    void add(SslContext context) {
        trusted.add(context.sessionContext());
    }

    /** From now on this one alone is trusted, which was added before. */
    void tightenTo(SslContext context, long nowMillis) {
        trusted.retainAll(Set.of(context.sessionContext()));
        tightenedAtMillis = nowMillis;
    }

    /** The JDK's sessions know their context only once they are cached; they know exactly when they began. */
    boolean hold(SSLSession session) {
        SSLSessionContext context = session.getSessionContext();
        return context == null ? session.getCreationTime() > tightenedAtMillis : trusted.contains(context);
    }
}
