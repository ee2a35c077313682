package io.sallyport.explain;

import io.sallyport.config.Durations;
import io.sallyport.config.LimitsSpec;
import io.sallyport.config.RuleLimitsSpec;
import io.sallyport.config.Sizes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits of a document that are not the usual ones, as facts in words. */
final class LimitFacts {

    private static final String NONE = "none";
    private static final Map<String, String> USUAL = all(LimitsSpec.DEFAULT);

    private LimitFacts() {}

    static Map<String, String> of(LimitsSpec limits) {
        Map<String, String> facts = all(limits);
        facts.entrySet().removeAll(USUAL.entrySet());
        return facts;
    }

    private static Map<String, String> all(LimitsSpec limits) {
        Map<String, String> facts = new LinkedHashMap<>();
        Duration keepAlive = limits.keepAlive();
        facts.put("limits.headerBytes", Sizes.text(limits.headerBytes()));
        facts.put("limits.uriBytes", Sizes.text(limits.uriBytes()));
        facts.put("limits.headers", Integer.toString(limits.headers()));
        facts.put("limits.bodyBytes", size(limits.bodyBytes()));
        facts.put("limits.connections", Integer.toString(limits.connections()));
        facts.put("limits.requestsPerConnection", number(limits.requestsPerConnection()));
        facts.put("limits.inFlight", number(limits.inFlight()));
        facts.put("limits.headerTimeout", Durations.text(limits.headerTimeout()));
        facts.put("limits.bodyTimeout", Durations.text(limits.bodyTimeout()));
        facts.put("limits.keepAlive", keepAlive == null ? NONE : Durations.text(keepAlive));
        facts.put("limits.handshakeTimeout", Durations.text(limits.handshakeTimeout()));
        return facts;
    }

    static Map<String, String> of(RuleLimitsSpec limits) {
        return limits.bodyBytes() == null ? Map.of() : Map.of("limits.bodyBytes", size(limits.bodyBytes()));
    }

    private static String number(@Nullable Integer number) {
        return number == null ? NONE : number.toString();
    }

    private static String size(@Nullable Long bytes) {
        return bytes == null ? NONE : Sizes.text(bytes);
    }
}
