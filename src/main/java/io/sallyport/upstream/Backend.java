package io.sallyport.upstream;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A backend in force: its endpoints' addresses of this moment, which take turns. */
public final class Backend {

    private final BackendPlan plan;
    private final List<Endpoint> endpoints;
    private final AddressGuard guard;
    private final int[] turns;
    private final Runnable refresher = this::refresh;
    private volatile List<Target> targets = List.of();
    private int users;

    /** An endpoint with its connections and its name's addresses. */
    record Endpoint(EndpointPlan plan, ClientPool pool, ResolvedName name) {}

    /** What a backend is made from; equal plans share one backend. */
    record BackendPlan(String name, List<EndpointPlan> endpoints) {}

    Backend(BackendPlan plan, List<Endpoint> endpoints, AddressGuard guard, int lanes) {
        this.plan = plan;
        this.endpoints = List.copyOf(endpoints);
        this.guard = guard;
        this.turns = new int[lanes];
    }

    /** A backend that is only a name, for a document that is compiled and not run: it has no address. */
    public static Backend named(String name) {
        return new Backend(new BackendPlan(name, List.of()), List.of(), new AddressGuard(AddressRanges.NONE), 1);
    }

    /** Follows its names from now on. */
    void begin() {
        endpoints.forEach(endpoint -> endpoint.name().watch(refresher));
        refresh();
    }

    /** Follows them no more. */
    void end() {
        endpoints.forEach(endpoint -> endpoint.name().forget(refresher));
    }

    /** Whether each name was answered for, or could not be. */
    CompletableFuture<Void> resolved() {
        return CompletableFuture.allOf(
                endpoints.stream().map(endpoint -> endpoint.name().answered()).toArray(CompletableFuture[]::new));
    }

    /** The name in the document. */
    public String name() {
        return plan.name();
    }

    BackendPlan plan() {
        return plan;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The addresses of this moment; when they change, it is another list. */
    public List<Target> targets() {
        return targets;
    }

    /**
     * The next address in turn for this event loop; null if no name is resolved. Called on that loop only.
     *
     * @param not is left out where there is another; null: none is
     */
    public @Nullable Target pick(int lane, @Nullable Target not) {
        List<Target> now = targets;
        if (now.isEmpty()) {
            return null;
        }
        Target next = now.get(turn(lane) % now.size());
        return not != null && next.sameAddress(not) ? now.get(turn(lane) % now.size()) : next;
    }

    private int turn(int lane) {
        int turn = turns[lane];
        turns[lane] = turn == Integer.MAX_VALUE ? 0 : turn + 1;
        return turn;
    }

    /** Reads the addresses anew; they changed. */
    synchronized void refresh() {
        List<Target> next = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            for (InetAddress address : endpoint.name().addresses()) {
                next.add(new Target(endpoint.pool(), endpoint.plan(), address, guard.permits(address)));
            }
        }
        targets = List.copyOf(choosable(next));
    }

    /** Addresses that may not be dialled are left out, unless there is no other: then the reason is told. */
    private static List<Target> choosable(List<Target> all) {
        List<Target> permitted = all.stream().filter(Target::permitted).toList();
        return permitted.isEmpty() ? all : permitted;
    }

    void retain() {
        users++;
    }

    boolean release() {
        users--;
        return users == 0;
    }
}
