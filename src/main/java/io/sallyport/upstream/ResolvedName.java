package io.sallyport.upstream;

import java.net.InetAddress;
import java.util.List;

/** A host and the addresses it stands for now; read on the request path without waiting. */
final class ResolvedName {

    private final String host;
    private volatile List<InetAddress> addresses = List.of();
    private volatile boolean watched = true;

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

    /** @return whether the addresses are others than before */
    boolean update(List<InetAddress> answer) {
        if (answer.equals(addresses)) {
            return false;
        }
        addresses = List.copyOf(answer);
        return true;
    }

    boolean watched() {
        return watched;
    }

    void forget() {
        watched = false;
    }
}
