package io.sallyport.upstream;

import io.sallyport.upstream.Dialler.Opened;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one address, and who waits for one of them. Of HTTP/1.1 the connection that was
 * used last is taken first, so that those that are too many grow old. Used on its event loop only.
 */
final class AddressPool {

    private static final long CLEANING_SECONDS = 1;

    private final Address address;
    private final Dialler dialler;
    private final Bounds bounds;
    private final Runnable onEmpty;
    private final Deque<Http1Connection> idle = new ArrayDeque<>();
    private final List<Http2Connection> shared = new ArrayList<>(1);
    private final Queue<Waiter> waiting = new ArrayDeque<>();
    /** Connections that are open or being opened. */
    private int open;

    private boolean cleaning;

    /**
     * What is kept within.
     *
     * @param connections open at once
     * @param waiting requests that wait for one
     * @param keepAliveNanos how long a connection may idle
     */
    record Bounds(int connections, int waiting, long keepAliveNanos) {}

    private record Waiter(ContextInternal context, Connected told) {}

    /** @param onEmpty runs when no connection is left, and nobody waits */
    AddressPool(Address address, Dialler dialler, Bounds bounds, Runnable onEmpty) {
        this.address = address;
        this.dialler = dialler;
        this.bounds = bounds;
        this.onEmpty = onEmpty;
    }

    Address address() {
        return address;
    }

    long keepAliveNanos() {
        return bounds.keepAliveNanos();
    }

    long now() {
        return System.nanoTime();
    }

    /** Takes a connection, or opens one, or waits for one. */
    void take(ContextInternal context, Connected told) {
        if (taken(context, told)) {
            return;
        }
        if (open < bounds.connections()) {
            dial(context, told);
        } else if (waiting.size() < bounds.waiting()) {
            waiting.add(new Waiter(context, told));
        } else {
            told.notConnected(new ConnectionPoolTooBusyException("too many requests wait for a connection"));
        }
    }

    private boolean taken(ContextInternal context, Connected told) {
        Http2Connection roomy = roomy();
        if (roomy != null) {
            roomy.begin(context, told);
            return true;
        }
        Http1Connection last = idle.pollFirst();
        while (last != null && !last.alive()) {
            last = idle.pollFirst();
        }
        if (last == null) {
            return false;
        }
        told.connected(last.begin());
        return true;
    }

    private void dial(ContextInternal context, Connected told) {
        open++;
        dialler.dial(this, context.unwrap(), new Opened() {
            @Override
            public void http1(Http1Connection connection) {
                told.connected(connection.begin());
            }

            @Override
            public void http2(Http2Connection connection) {
                shared.add(connection);
                if (connection.hasRoom()) {
                    connection.begin(context, told);
                } else {
                    take(context, told);
                }
                hasRoom();
            }

            @Override
            public void failed(Throwable cause) {
                told.notConnected(cause);
                gone();
            }
        });
        clean();
    }

    /** A connection of HTTP/1.1 is free. */
    void idle(Http1Connection connection) {
        Waiter next = next();
        if (next == null) {
            idle.addFirst(connection);
        } else {
            next.told().connected(connection.begin());
        }
    }

    /** One of HTTP/2 may have room. */
    void hasRoom() {
        Http2Connection roomy = roomy();
        while (roomy != null) {
            Waiter next = next();
            if (next == null) {
                return;
            }
            roomy.begin(next.context(), next.told());
            roomy = roomy();
        }
    }

    /** The next in the queue that still waits; null: nobody does. */
    private @Nullable Waiter next() {
        Waiter next = waiting.poll();
        while (next != null && !next.told().waits()) {
            next = waiting.poll();
        }
        return next;
    }

    private @Nullable Http2Connection roomy() {
        for (int i = 0; i < shared.size(); i++) {
            if (shared.get(i).hasRoom()) {
                return shared.get(i);
            }
        }
        return null;
    }

    void closed(Http1Connection connection) {
        idle.remove(connection);
        gone();
    }

    /** It takes no more requests; those that are under way go on. */
    void closed(Http2Connection connection) {
        if (shared.remove(connection)) {
            gone();
        }
    }

    private void gone() {
        open--;
        Waiter next = next();
        if (next != null) {
            take(next.context(), next.told());
        } else if (open == 0) {
            onEmpty.run();
        }
    }

    /** Closes what has idled for too long, as long as there is any connection. */
    private void clean() {
        if (!cleaning) {
            cleaning = true;
            dialler.after(CLEANING_SECONDS, TimeUnit.SECONDS, this::cleanUp);
        }
    }

    private void cleanUp() {
        cleaning = false;
        long now = now();
        idle.stream().filter(each -> each.expired(now)).toList().forEach(this::retire);
        List.copyOf(shared).stream().filter(Http2Connection::expired).forEach(Http2Connection::close);
        if (open > 0) {
            clean();
        }
    }

    private void retire(Http1Connection expired) {
        idle.remove(expired);
        expired.close();
    }
}
