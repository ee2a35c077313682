package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.function.BiConsumer;

/** A server of Vert.x whose connections come in by a gate of ours: Vert.x itself shows them only after the handshake. */
final class GuardedServer extends HttpServerImpl {

    private final Guests guests;

    GuardedServer(VertxInternal vertx, HttpServerOptions options, Guests guests) {
        super(vertx, options);
        this.guests = guests;
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(
            ContextInternal context, SocketAddress address, GlobalTrafficShapingHandler shaping) {
        return new Gate(guests, super.childHandler(context, address, shaping));
    }
}
