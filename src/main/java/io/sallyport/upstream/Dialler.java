package io.sallyport.upstream;

import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.TimeUnit;

/** Opens connections on one event loop. */
interface Dialler {

    /** Told once of what became of a connection. */
    interface Opened {
        void http1(Http1Connection connection);

        void http2(Http2Connection connection);

        void failed(Throwable cause);
    }

    /** Opens one for this pool. */
    void dial(AddressPool pool, ContextInternal context, Opened told);

    /** Runs the task after a while. */
    void after(long time, TimeUnit unit, Runnable task);
}
