package io.sallyport.proxy;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one walk over a request's fields finds, before anything is decided by them, and takes out: what its client may
 * not say.
 */
final class RequestFields implements BiConsumer<String, String> {

    /** What a field counts beside its name and value (RFC 9113, 6.5.2). */
    private static final int FIELD = 32;

    private static final int HOST = "host".length();
    private static final int MAX_REQUEST_ID = 128;

    private final boolean trusted;
    private int count;
    private int bytes;
    private int hosts;
    private boolean closes;
    private boolean underscored;
    private @Nullable String requestId;
    private @Nullable List<String> removed;

    private RequestFields(boolean trusted) {
        this.trusted = trusted;
    }

    /** @param trusted whether the peer is a proxy whose word counts */
    static RequestFields clean(MultiMap fields, boolean trusted) {
        RequestFields found = new RequestFields(trusted);
        fields.forEach(found);
        if (found.removed != null) {
            found.removed.forEach(fields::remove);
        }
        return found;
    }

    /** One field of the walk. */
    @Override
    public void accept(String name, String value) {
        count++;
        bytes += name.length() + value.length() + FIELD;
        underscored |= name.indexOf('_') >= 0;
        HeaderKind kind = HeaderKind.of(name);
        if (kind == HeaderKind.FORBIDDEN) {
            remove(name);
        } else if (kind == HeaderKind.OWN) {
            own(name, value);
        } else if (kind == HeaderKind.HOP && name.equalsIgnoreCase("connection")) {
            closes |= ConnectionOptions.close(value);
            removed = HeaderRules.nominated(value, removed);
        }
    }

    /** {@code Host} alone is kept: what is asked for, whoever asks. No other of these names is as long. */
    private void own(String name, String value) {
        if (name.length() == HOST) {
            hosts++;
        } else if (!trusted) {
            remove(name);
        } else if (requestId == null && name.equalsIgnoreCase("x-request-id")) {
            requestId = value;
        }
    }

    private void remove(String name) {
        removed = HeaderRules.add(removed, name);
    }

    /** A trusted proxy's request id if it has a sane form; else null. */
    @Nullable
    String requestId() {
        String given = requestId;
        if (given == null || given.isEmpty() || given.length() > MAX_REQUEST_ID) {
            return null;
        }
        return given.chars().allMatch(c -> c > 0x20 && c < 0x7f) ? given : null;
    }

    /** How many there were. */
    int count() {
        return count;
    }

    /** As HTTP/2 counts them. */
    int bytes() {
        return bytes;
    }

    /** How many named the host. */
    int hosts() {
        return hosts;
    }

    /** Whether the client sends no request after this one (RFC 9112, 9.6). */
    boolean closes() {
        return closes;
    }

    /** Whether a name has an underscore. */
    boolean underscored() {
        return underscored;
    }
}
