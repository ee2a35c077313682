package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.sallyport.upstream.AddressPool.Bounds;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.impl.ContextInternal;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a connection when; connections are opened by the test. */
class AddressPoolTest {

    private static final Throwable REFUSED = new IllegalStateException("refused");

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    private final List<Dialler.Opened> dials = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> gaveUp = new ArrayList<>();
    private final List<UpstreamRequest> requests = new ArrayList<>();
    private final AddressPool pool = new AddressPool(
            Address.of("127.0.0.1", "backend", 8443, true),
            new Dialler() {
                @Override
                public void dial(AddressPool from, ContextInternal on, Opened opened) {
                    dials.add(opened);
                }

                @Override
                public void after(long time, TimeUnit unit, Runnable task) {
                    later.add(task);
                }
            },
            new Bounds(1, 2, TimeUnit.SECONDS.toNanos(60)),
            () -> told.add("empty"));

    @AfterEach
    void close() {
        vertx.close();
    }

    private final class Waiter implements Connected, AnswerHandler {

        private final String name;

        Waiter(String name) {
            this.name = name;
        }

        @Override
        public boolean waits() {
            return !gaveUp.contains(name);
        }

        @Override
        public void connected(UpstreamRequest request) {
            told.add(name + " connected");
            request.answerTo(this);
            requests.add(request);
        }

        @Override
        public void notConnected(Throwable cause) {
            told.add(name + (cause instanceof ConnectionPoolTooBusyException ? " too many" : " refused"));
        }

        @Override
        public void end(MultiMap trailers) {}

        @Override
        public void failed(Throwable cause) {
            told.add(name + " failed");
        }
    }

    private void take(String name) {
        pool.take(context, new Waiter(name));
    }

    /** A connection of HTTP/1.1 over a channel without a socket. */
    private EmbeddedChannel openHttp1(int dial) {
        AnswerDecoder decoder = new AnswerDecoder(4_096, 8_192);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        Http1Connection connection = new Http1Connection(channel, decoder, pool);
        channel.pipeline().addLast(connection);
        dials.get(dial).http1(connection);
        return channel;
    }

    @Test
    void aRequestThatIsGivenUpBeforeItIsSentLeavesItsConnectionToTheNext() {
        take("a");
        openHttp1(0);
        take("b");
        assertThat(told).containsExactly("a connected");

        requests.get(0).cancel();

        assertThat(told).containsExactly("a connected", "b connected");
        assertThat(requests.get(1).use()).isEqualTo(1);
        assertThat(dials).hasSize(1);
    }

    @Test
    void whoHasGivenUpWaitingIsPassedOver() {
        take("a");
        openHttp1(0);
        take("b");
        take("c");
        gaveUp.add("b");

        requests.get(0).cancel();

        assertThat(told).containsExactly("a connected", "c connected");
    }

    @Test
    void theOneThatIsTooManyIsToldSo() {
        take("a");
        take("b");
        take("c");
        take("d");

        assertThat(told).containsExactly("d too many");
    }

    @Test
    void whoWaitsGetsAnotherConnectionWhereTheOnlyOneCloses() {
        take("a");
        EmbeddedChannel channel = openHttp1(0);
        take("b");

        channel.close();
        openHttp1(1);

        assertThat(told).containsExactly("a connected", "a failed", "b connected");
    }

    @Test
    void whereNoConnectionCanBeOpenedEachIsTriedAndThePoolEnds() {
        take("a");
        take("b");

        dials.get(0).failed(REFUSED);
        dials.get(1).failed(REFUSED);

        assertThat(told).containsExactly("a refused", "b refused", "empty");
    }

    @Test
    void aStreamThatCannotBeOpenedLeavesItsPlaceToTheNext() {
        take("a");
        dials.get(0).http2(new Http2Connection(oneStreamAtOnce(), pool));
        take("b");

        requests.get(0).end();

        assertThat(told).containsExactly("a connected", "a failed", "b connected");
    }

    /** A connection of HTTP/2 whose streams fail when their heads are written. */
    private static HttpClientConnection oneStreamAtOnce() {
        EmbeddedChannel channel = new EmbeddedChannel();
        return fake(HttpClientConnection.class, (name, arguments) -> switch (name) {
            case "concurrency" -> 1L;
            case "channel" -> channel;
            case "createStream" -> {
                AddressPoolTest.<AsyncResult<HttpClientStream>>handler(arguments[1])
                        .handle(Future.succeededFuture(failingStream()));
                yield null;
            }
            default -> null;
        });
    }

    private static HttpClientStream failingStream() {
        List<Handler<Throwable>> handlers = new ArrayList<>();
        return fake(HttpClientStream.class, (name, arguments) -> {
            if (name.equals("exceptionHandler")) {
                handlers.add(handler(arguments[0]));
            } else if (name.equals("writeHead")) {
                handlers.get(0).handle(REFUSED);
            }
            return null;
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object argument) {
        return (Handler<T>) argument;
    }

    private interface Behaviour {
        @Nullable
        Object call(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Behaviour behaviour) {
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        behaviour.call(method.getName(), arguments == null ? new Object[0] : arguments));
        return type.cast(proxy);
    }
}
