package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.sallyport.listener.House.Rules;
import io.sallyport.proxy.Activity;
import io.sallyport.proxy.Downstream;
import io.sallyport.proxy.Timers;
import io.sallyport.snapshot.PortLimits.Waits;
import io.sallyport.telemetry.ConnectionEnd;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * A connection from its acceptance to its end, and how long it is waited for: for the PROXY protocol's header, the
 * handshake, a request, the rest of a head. While it has exchanges under way, these have limits of their own. Used on its
 * event loop only.
 */
final class Guest implements Activity {

    private static final AttributeKey<Guest> KEY = AttributeKey.valueOf("sallyport.guest");

    private final Channel channel;
    private final Guests guests;
    private final House house;
    private final Rules rules;
    private final Timers.Timer timer;
    private Stage stage = Stage.REQUEST;
    private @Nullable HttpConnection connection;
    private @Nullable HeadDecoder decoder;
    private long stageBegan;
    private boolean counted = true;
    private boolean over;

    /** Its place in the list of the idle; kept by {@link Guests}. */
    @Nullable
    Guest previous;

    @Nullable
    Guest next;

    long idleSince;

    /** What it is waited for. */
    private enum Stage {
        PROXY_HEADER,
        HANDSHAKE,
        REQUEST,
        HEAD,
        EXCHANGE
    }

    private Guest(Channel channel, Guests guests, Rules rules) {
        this.channel = channel;
        this.guests = guests;
        this.house = guests.house();
        this.rules = rules;
        this.timer = guests.timers().timer(this::late);
    }

    /** A connection that has been let in, and counted. */
    static Guest at(Channel channel, Guests guests, Rules rules) {
        Guest guest = new Guest(channel, guests, rules);
        channel.attr(KEY).set(guest);
        guest.house.meters().opened();
        guests.add(guest, guests.timers().now());
        channel.closeFuture().addListener(closed -> guest.gone());
        return guest;
    }

    /** The one of a connection of Vert.x. */
    static Guest of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().attr(KEY).get();
    }

    void expectsProxyHeader() {
        awaits(Stage.PROXY_HEADER);
    }

    void beginsWithHandshake() {
        awaits(Stage.HANDSHAKE);
    }

    void beginsWithRequests() {
        awaits(Stage.REQUEST);
    }

    /** It speaks HTTP now. */
    void speaks(HttpConnection http) {
        connection = http;
        Downstream downstream = Downstream.of(http);
        if (downstream.http2()) {
            decoder = null;
            house.early().countThoseOf(downstream);
            WireOptions.update(http, rules.limits());
        } else {
            decoder = HeadDecoder.replace(channel, rules.decoder(), this);
        }
        downstream.admit(rules.limits().requestsPerConnection(), this);
        awaits(Stage.REQUEST);
    }

    /** The first byte of a head has come. */
    void headBegins() {
        if (stage == Stage.REQUEST) {
            long now = guests.timers().now();
            guests.remove(this);
            guests.add(this, now);
            awaits(Stage.HEAD, now);
        }
    }

    @Override
    public void busy(long now) {
        guests.remove(this);
        awaits(Stage.EXCHANGE, now);
    }

    @Override
    public void idle(long now) {
        if (channel.isActive()) {
            guests.add(this, now);
            awaits(decoder != null && decoder.withinHead() ? Stage.HEAD : Stage.REQUEST, now);
        }
    }

    private void awaits(Stage next) {
        awaits(next, guests.timers().now());
    }

    private void awaits(Stage next, long now) {
        stage = next;
        stageBegan = now;
        Waits waits = rules.limits().waits();
        switch (next) {
            case PROXY_HEADER, HANDSHAKE -> timer.at(stageBegan + waits.handshake());
            case REQUEST -> timer.at(stageBegan + house.keepAliveNanos(rules.limits()));
            case HEAD -> timer.at(stageBegan + waits.header());
            case EXCHANGE -> timer.disarm();
        }
    }

    private void late() {
        switch (stage) {
            case PROXY_HEADER -> end(ConnectionEnd.PROXY_TIMEOUT);
            case HANDSHAKE -> end(ConnectionEnd.HANDSHAKE_TIMEOUT);
            case REQUEST -> end(ConnectionEnd.IDLE);
            case HEAD -> {
                house.meters().ended(ConnectionEnd.HEADER_TIMEOUT);
                guests.remove(this);
                house.early().lateHead(channel, guests.timers().now() - stageBegan);
            }
            case EXCHANGE -> {}
        }
    }

    /** It must go, for another is to come. */
    void makeRoom() {
        discount();
        end(ConnectionEnd.MADE_ROOM);
    }

    /** Does so once. */
    void end(ConnectionEnd reason) {
        if (over) {
            return;
        }
        over = true;
        house.meters().ended(reason);
        guests.remove(this);
        timer.disarm();
        if (connection == null) {
            channel.close();
        } else {
            // Over HTTP/2 a GOAWAY goes before.
            connection.close();
        }
    }

    private void gone() {
        discount();
        guests.remove(this);
        timer.disarm();
        house.meters().closed();
    }

    private void discount() {
        if (counted) {
            counted = false;
            house.leave();
        }
    }
}
