package io.sallyport.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host and the addresses it stands for now; read on the request path without waiting. Shared by all who name it. */
final class ResolvedName {

    private final String host;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile List<InetAddress> addresses = List.of();
    private volatile int users;

    ResolvedName(String host) {
        this.host = host;
    }

    String host() {
        return host;
    }

    /** Empty until the first answer; afterwards the last answer, whatever DNS does. */
    List<InetAddress> addresses() {
        return addresses;
    }

    /** Complete once the first question was answered, or could not be. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    /** Takes an answer; whoever watches is told if it is another than before. */
    void update(List<InetAddress> answer) {
        if (!answer.equals(addresses)) {
            addresses = List.copyOf(answer);
            watchers.forEach(Runnable::run);
        }
        answered.complete(null);
    }

    /** A question could not be answered; what was answered before stays. */
    void failed() {
        answered.complete(null);
    }

    /** {@code onChange} runs after each other answer, on the resolver's event loop. */
    void watch(Runnable onChange) {
        watchers.add(onChange);
    }

    void forget(Runnable onChange) {
        watchers.remove(onChange);
    }

    /** One more backend names the host; resolver's lock held. */
    void retain() {
        users++;
    }

    /** One fewer; whether it was the last. Resolver's lock held. */
    boolean release() {
        users--;
        return users == 0;
    }

    boolean wanted() {
        return users > 0;
    }
}
