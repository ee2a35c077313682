package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.sallyport.listener.House.Rules;
import io.sallyport.proxy.Peer;
import io.sallyport.snapshot.ProxyTrust;
import io.sallyport.telemetry.ConnectionEnd;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import io.vertx.core.net.impl.SslChannelProvider;
import java.net.InetAddress;
import java.util.function.BiConsumer;

/**
 * Where connections come in on one lane of a port, before any of their bytes is read: who may, and for whom room is made.
 */
final class Gate implements BiConsumer<Channel, SslChannelProvider> {

    private final Guests guests;
    private final House house;
    private final BiConsumer<Channel, SslChannelProvider> inner;

    /** @param inner how Vert.x goes on with a connection */
    Gate(Guests guests, BiConsumer<Channel, SslChannelProvider> inner) {
        this.guests = guests;
        this.house = guests.house();
        this.inner = inner;
    }

    /**
     * All connections have one pool, of memory that a socket and the TLS engine take as it is: over TLS Vert.x would write
     * each head and each frame into an array of its own on the heap, from where it is copied.
     */
    @Override
    public void accept(Channel channel, SslChannelProvider tls) {
        channel.config().setAllocator(VertxByteBufAllocator.POOLED_ALLOCATOR);
        Rules rules = house.rules();
        if (rules.proxies() != null && !comesFrom(rules.proxies(), channel)) {
            house.meters().ended(ConnectionEnd.PROXY_UNTRUSTED);
            channel.close();
            return;
        }
        Runnable admission = () -> admit(channel, rules, tls);
        if (house.enter() <= rules.limits().connections()) {
            admission.run();
        } else {
            makeRoom(channel, admission);
        }
    }

    private static boolean comesFrom(ProxyTrust proxies, Channel channel) {
        InetAddress peer = Peer.socketOf(channel);
        return peer != null && proxies.holds(peer);
    }

    /** The connection that has been idle for longest may stand on another lane: until it is closed nothing is read here. */
    private void makeRoom(Channel channel, Runnable admission) {
        Guests other = house.withLongestIdle();
        if (other == null) {
            turnAway(channel);
        } else if (other == guests) {
            admitOrNot(guests.makeRoom(), channel, admission);
        } else {
            channel.config().setAutoRead(false);
            EventLoop loop = channel.eventLoop();
            other.run(() -> {
                boolean room = other.makeRoom();
                loop.execute(() -> {
                    admitOrNot(room, channel, admission);
                    channel.config().setAutoRead(true);
                });
            });
        }
    }

    private void admitOrNot(boolean room, Channel channel, Runnable admission) {
        if (room && channel.isOpen()) {
            admission.run();
        } else {
            turnAway(channel);
        }
    }

    private void turnAway(Channel channel) {
        house.leave();
        house.meters().ended(ConnectionEnd.TOO_MANY);
        channel.close();
    }

    private void admit(Channel channel, Rules rules, SslChannelProvider tls) {
        Guest guest = Guest.at(channel, guests, rules);
        if (rules.proxies() == null) {
            proceed(channel, guest, tls);
        } else {
            guest.expectsProxyHeader();
            ProxyHeader.expect(channel, guest, () -> proceed(channel, guest, tls));
        }
    }

    private void proceed(Channel channel, Guest guest, SslChannelProvider tls) {
        guest.beginsWithRequests();
        inner.accept(channel, tls);
        if (channel.pipeline().get(SslHandler.class) != null) {
            guest.beginsWithHandshake();
        }
    }
}
