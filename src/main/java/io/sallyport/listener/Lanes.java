package io.sallyport.listener;

import io.netty.channel.EventLoop;
import io.sallyport.proxy.Lane;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** The event loops that carry traffic, each with the context its servers and clients belong to. */
public final class Lanes {

    private final List<Seat> seats;

    /** A lane and the Vert.x context on its event loop. */
    record Seat(Lane lane, Context context) {}

    private Lanes(List<Seat> seats) {
        this.seats = List.copyOf(seats);
    }

    /** Takes {@code count} event loops, in turn. */
    public static Future<Lanes> open(Vertx vertx, int count) {
        List<Context> contexts = Collections.synchronizedList(new ArrayList<>());
        return vertx.deployVerticle(
                        () -> new AbstractVerticle() {
                            @Override
                            public void start() {
                                contexts.add(context);
                            }
                        },
                        new DeploymentOptions().setInstances(count))
                .map(id -> new Lanes(seats(contexts)));
    }

    private static List<Seat> seats(List<Context> contexts) {
        long origin = System.nanoTime();
        SplittableRandom random = new SplittableRandom(origin);
        List<Seat> seats = new ArrayList<>();
        for (Context context : contexts) {
            EventLoop loop = ((ContextInternal) context).nettyEventLoop();
            seats.add(new Seat(new Lane(seats.size(), loop, origin, random.split()), context));
        }
        return seats;
    }

    List<Seat> seats() {
        return seats;
    }
}
