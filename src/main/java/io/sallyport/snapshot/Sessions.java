package io.sallyport.snapshot;

import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.RequestHead;
import io.sallyport.routing.TrafficSplit.Share;
import io.sallyport.upstream.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a rule (GEP-1619): a request whose token is known goes to the endpoint that the token stands for.
 * Tokens are looked up among the backends and addresses of this moment; what is not found there begins a new session.
 *
 * <p>A token is the tag of a backend, the tag of an address and, if the rule's sessions end by themselves, two times
 * with a seal. Backends of weight 0 are left, unlike the Gateway API has it: weight 0 is how traffic is taken away.
 */
public final class Sessions {

    private static final int PLAIN = 2 * SessionTags.LENGTH;
    private static final int TIME_DIGITS = 12;
    private static final int SEALED = PLAIN + 2 * TIME_DIGITS;
    private static final int SEAL = 22;
    private static final HexFormat HEX = HexFormat.of();

    private final SessionTerms terms;
    private final SessionTags tags;
    private final CookiePaths paths;
    private final Map<String, SessionSide> byBackend = new HashMap<>();
    private final Map<String, Known> byTag = new HashMap<>();

    /** A backend by its tag, and the key that the tag is made with. */
    private record Known(SessionSide side, int key) {}

    Sessions(SessionTerms terms, SessionTags tags, List<Share<Destination>> shares, CookiePaths paths) {
        this.terms = terms;
        this.tags = tags;
        this.paths = paths;
        for (Share<Destination> share : shares) {
            if (share.weight() > 0) {
                add(new SessionSide(share.backend(), tags));
            }
        }
    }

    private void add(SessionSide side) {
        byBackend.put(side.name(), side);
        List<String> names = side.tags();
        for (int i = 0; i < names.size(); i++) {
            byTag.putIfAbsent(names.get(i), new Known(side, i));
        }
    }

    /** Looks the addresses of this moment over, so that no request has to; what changes later is looked over then. */
    void prepare() {
        byBackend.values().forEach(SessionSide::prepare);
    }

    /** What carries the tokens, and for how long sessions last. */
    public SessionTerms terms() {
        return terms;
    }

    /** Whether there is a key to know tokens by; in force there always is. */
    public boolean hasKey() {
        return !tags.keys().isEmpty();
    }

    /** Whether the request brings a token, known or not. */
    public boolean asked(RequestHead head) {
        return terms.read(head, token -> token) != null;
    }

    /**
     * The session that a request belongs to; null: none that is known and not over.
     *
     * @param now milliseconds since 1970
     */
    public @Nullable Session find(RequestHead head, long now) {
        return terms.read(head, token -> read(token, now));
    }

    private @Nullable Session read(String token, long now) {
        boolean timed = token.length() == SEALED + SEAL;
        Known known = timed || token.length() == PLAIN ? byTag.get(token.substring(0, SessionTags.LENGTH)) : null;
        if (known == null) {
            return null;
        }
        SessionTimes times = new SessionTimes(now, now);
        if (terms.limited()) {
            if (!timed || !genuine(token, known.key())) {
                return null;
            }
            times = new SessionTimes(time(token, PLAIN), time(token, PLAIN + TIME_DIGITS));
            if (terms.over(times, now)) {
                return null;
            }
        }
        Target target = known.side().target(token.substring(SessionTags.LENGTH, PLAIN));
        return new Session(known.side().destination(), target, known.key(), times);
    }

    private boolean genuine(String token, int key) {
        byte[] seal = tags.seal(key, token.substring(0, SEALED)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(seal, token.substring(SEALED).getBytes(StandardCharsets.US_ASCII));
    }

    private static long time(String token, int from) {
        return HexFormat.fromHexDigitsToLong(token, from, from + TIME_DIGITS);
    }

    /**
     * What an answer tells its client: the token of a session that begins, has moved, or is known by an older token.
     *
     * @param session that the request belonged to; null: none
     * @param answered who answered
     * @param now milliseconds since 1970
     * @return null: the client has its token
     */
    public HeaderEdit.@Nullable Field told(@Nullable Session session, Answered answered, RequestHead head, long now) {
        boolean settled = session != null
                && session.key() == 0
                && session.target() != null
                && session.target().identity().equals(answered.target().identity())
                && !terms.stale(session.times(), now);
        SessionSide side = byBackend.get(answered.backend());
        if (settled || side == null) {
            return null;
        }
        long begun = session == null ? now : session.times().begun();
        String token = token(side, answered.target(), new SessionTimes(begun, now));
        return terms.cookie()
                ? new HeaderEdit.Field("set-cookie", terms.setCookie(token, paths.of(head), begun, now))
                : new HeaderEdit.Field(terms.name(), token);
    }

    /** Which backend answered, and which of its addresses. */
    public record Answered(String backend, Target target) {}

    private String token(SessionSide side, Target target, SessionTimes times) {
        String plain = side.tags().get(0) + side.tag(target);
        if (!terms.limited()) {
            return plain;
        }
        String sealed =
                plain + HEX.toHexDigits(times.begun(), TIME_DIGITS) + HEX.toHexDigits(times.seen(), TIME_DIGITS);
        return sealed + tags.seal(0, sealed);
    }
}
