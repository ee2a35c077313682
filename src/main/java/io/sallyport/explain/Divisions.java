package io.sallyport.explain;

import io.sallyport.config.BackendSpec;
import io.sallyport.config.GatewaySpec;
import io.sallyport.explain.Explanation.Division;
import io.sallyport.explain.Explanation.Part;
import io.sallyport.routing.RequestHead;
import io.sallyport.routing.TrafficSplit;
import io.sallyport.routing.TrafficSplit.Share;
import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.snapshot.StickyKey;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tells how a rule's split decides. */
final class Divisions {

    /** Not asked where a key decides. */
    private static final RandomGenerator NO_CHANCE = () -> 0;

    private final GatewaySpec spec;

    Divisions(GatewaySpec spec) {
        this.spec = spec;
    }

    /**
     * Null if the rule names no backend.
     *
     * @param session which is asked first; absent: the rule has none
     */
    @Nullable
    Division of(RulePlan rule, RequestHead request, @Nullable SessionFinding session) {
        TrafficSplit<Destination> split = rule.split();
        if (split == null) {
            return null;
        }
        StickyKey sticky = rule.sticky();
        String sent = sticky == null ? null : sticky.of(request);
        String key = sent == null || sent.isEmpty() ? null : sent;
        return new Division(
                sticky == null ? null : text(sticky),
                key,
                key == null ? "" : HexFormat.of().toHexDigits(TrafficSplit.hash(key)),
                key == null && sticky instanceof StickyKey.Cookie cookie && cookie.issue(),
                split.shares().stream().map(share -> part(share, split, key)).toList(),
                backends(split, key, session));
    }

    private static List<String> backends(
            TrafficSplit<Destination> split, @Nullable String key, @Nullable SessionFinding session) {
        if (session != null && session.backend() != null) {
            return List.of(session.backend());
        }
        boolean unread = session != null && session.state() == SessionFinding.State.UNREAD;
        if (key == null || unread) {
            return split.shares().stream()
                    .filter(share -> share.weight() > 0)
                    .map(Share::name)
                    .toList();
        }
        Destination chosen = split.choose(key, NO_CHANCE);
        return chosen == null ? List.of() : List.of(chosen.backend().name());
    }

    private Part part(Share<Destination> share, TrafficSplit<Destination> split, @Nullable String key) {
        double percent = Percent.of(share.weight(), split.totalWeight());
        double score = key == null ? 0 : TrafficSplit.score(share, key);
        return new Part(share.name(), share.weight(), percent, score, endpoints(share.name()));
    }

    private List<String> endpoints(String backend) {
        return spec.backends().stream()
                .filter(each -> each.name().equals(backend))
                .map(BackendSpec::endpoints)
                .flatMap(List::stream)
                .map(Facts::text)
                .toList();
    }

    private static String text(StickyKey key) {
        return key instanceof StickyKey.Cookie cookie
                ? "cookie " + cookie.name()
                : "header " + ((StickyKey.Header) key).lowerCaseName();
    }
}
