package io.sallyport.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Looks after an HTTP/1 client that has ended its side of the connection. It may wait for its answer, or it may have left:
 * the two look alike until something is written to it. So it is held to be gone once nothing was written for a while.
 */
final class HalfClosed implements Runnable {

    private static final long PATIENCE_MILLIS = 5_000;

    private final Downstream downstream;
    private final EventLoop loop;
    private long seen;

    private HalfClosed(Downstream downstream, EventLoop loop) {
        this.downstream = downstream;
        this.loop = loop;
    }

    static void watch(Downstream downstream, EventLoop loop) {
        HalfClosed watch = new HalfClosed(downstream, loop);
        watch.seen = downstream.requests().progress();
        watch.again();
    }

    private void again() {
        loop.schedule(this, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        long now = downstream.requests().progress();
        if (now == seen) {
            downstream.close();
        } else {
            seen = now;
            again();
        }
    }
}
